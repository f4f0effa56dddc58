import type { ChangeLog } from '../directory/change-log.ts';
import type { RemovedReason } from '../directory/directory-objects.ts';
import type { DeltaReader } from './delta.ts';
import type { Selection } from './selection.ts';

/** Objects of one kind whose changes are told one object at a time. */
interface FollowedObjects<T> {
  kind: 'user' | 'device';
  changes: ChangeLog;
  list(fromIndex: number, limit: number): T[];
  at(index: number): T | undefined;
  idAt(index: number): string;
  removed(index: number): RemovedReason | null;
}

/** Reads a first pass and rounds of changes; `ids` null = all objects. (delta-query-overview.md) */
export function objectReader<T extends { index: number; id: string }>(
  objects: FollowedObjects<T>,
  selection: Selection<T>,
  asked: { ids: ReadonlySet<string> | null; minimal: boolean },
): DeltaReader {
  const { changes } = objects;
  const { ids, minimal } = asked;
  const tracked = new Set(selection.names);
  return {
    pass(position, size) {
      const found = objects.list(position[0] ?? 0, size + 1);
      const next = found.length > size ? [found.pop()?.index ?? 0] : null;
      const wanted = ids === null ? found : found.filter((object) => ids.has(object.id));
      return { items: wanted.map((object) => `{${selection.write(object)}}`), next };
    },
    changes(afterSequence, size) {
      /** By object; null = write everything. */
      const found = new Map<number, Set<string> | null>();
      let reached = afterSequence;
      for (; reached < changes.sequence; reached += 1) {
        const change = changes.at(reached + 1);
        if (change?.kind !== objects.kind || (ids !== null && !ids.has(objects.idAt(change.index)))) continue;
        const fields = change.fields?.filter((field) => tracked.has(field)) ?? null;
        if (fields?.length === 0) continue;
        if (found.size === size && !found.has(change.index)) break;
        const before = found.get(change.index);
        found.set(change.index, fields === null || before === null ? null : new Set([...(before ?? []), ...fields]));
      }
      const items = [...found].map(([index, fields]) => {
        const object = objects.at(index);
        if (!object) return removedObject(objects.idAt(index), objects.removed(index) ?? 'deleted');
        return `{${minimal && fields ? selection.writeOnly(object, fields) : selection.write(object)}}`;
      });
      return { items, reached };
    },
  };
}

/** delta-query-overview.md, resource representation: only the id and why. */
export const removedObject = (id: string, reason: string): string => `{"id":"${id}","@removed":{"reason":"${reason}"}}`;
