import type { RemovedReason } from './directory-objects.ts';
import type { ObjectIds } from './object-ids.ts';

/** Objects of one kind as they are now. */
export interface ObjectsToRead<T> {
  readonly count: number;
  find(id: string): T | undefined;
  at(index: number): T | undefined;
  idAt(index: number): string;
  /** Why an object is not there, or null when it is. */
  removed(index: number): RemovedReason | null;
  /** Live objects from an index on, in index order, at most `limit`. */
  list(fromIndex: number, limit: number): T[];
}

/** Generated objects with changes laid over them, and added ones after them. */
export interface LivingObjects<T> extends ObjectsToRead<T> {
  /** What is left out is made up. */
  add(part: Partial<T>): T;
  change(id: string, part: Partial<T>): T | undefined;
  remove(id: string): boolean;
}

/** `tell` hears of every change; `fields` null: the object appeared or disappeared. */
export function createLivingObjects<T extends { index: number; id: string }>(options: {
  generate: (index: number) => T;
  generatedCount: number;
  ids: ObjectIds;
  tell: (index: number, fields: readonly string[] | null) => void;
}): LivingObjects<T> {
  const { generate, ids, tell } = options;
  let end = options.generatedCount;
  const overlay = new Map<number, Partial<T>>();
  const gone = new Set<number>();

  const at = (index: number): T | undefined => {
    if (index >= end || gone.has(index)) return undefined;
    const changed = overlay.get(index);
    return changed ? Object.assign(generate(index), changed) : generate(index);
  };
  const indexOf = (id: string) => ids.indexOf(id.toLowerCase());
  const find = (id: string) => {
    const index = indexOf(id);
    return index === undefined ? undefined : at(index);
  };

  return {
    get count() {
      return end - gone.size;
    },
    find,
    at,
    idAt: ids.idOf,
    removed: (index) => (gone.has(index) ? 'deleted' : null),
    list(fromIndex, limit) {
      const found: T[] = [];
      for (let index = fromIndex; index < end && found.length < limit; index += 1) {
        const object = at(index);
        if (object) found.push(object);
      }
      return found;
    },
    add(part) {
      const index = end;
      end += 1;
      overlay.set(index, part);
      tell(index, null);
      return at(index) as T;
    },
    change(id, part) {
      const object = find(id);
      if (!object) return undefined;
      overlay.set(object.index, { ...overlay.get(object.index), ...part });
      tell(object.index, Object.keys(part));
      return at(object.index);
    },
    remove(id) {
      const object = find(id);
      if (!object) return false;
      gone.add(object.index);
      tell(object.index, null);
      return true;
    },
  };
}
