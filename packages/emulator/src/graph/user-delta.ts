import { answerDelta, type DeltaReader } from './delta.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { userSelection } from './users.ts';

/** `GET /users/delta` (user-delta.md) */
export function answerUserDelta(call: GraphCall): GraphAnswer {
  const { directory } = call.tenant;
  return answerDelta(call, {
    resource: 'users/delta',
    entitySet: 'users',
    reader({ select, ids, minimal }): DeltaReader {
      const selection = userSelection(call, select, true);
      const tracked = new Set(selection.names);
      return {
        pass(position, size) {
          const users = directory.users(position[0] ?? 0, size + 1);
          const next = users.length > size ? [users.pop()?.index ?? 0] : null;
          const wanted = ids === null ? users : users.filter((user) => ids.has(user.id));
          return { items: wanted.map((user) => `{${selection.write(user)}}`), next };
        },
        changes(afterSequence, size) {
          /** By user; null = write everything. */
          const found = new Map<number, Set<string> | null>();
          let reached = afterSequence;
          for (; reached < directory.changes.sequence; reached += 1) {
            const change = directory.changes.at(reached + 1);
            if (change?.kind !== 'user' || (ids !== null && !ids.has(directory.userIdAt(change.index)))) continue;
            const fields = change.fields?.filter((field) => tracked.has(field)) ?? null;
            if (fields?.length === 0) continue;
            if (found.size === size && !found.has(change.index)) break;
            const before = found.get(change.index);
            found.set(change.index, fields === null || before === null ? null : new Set([...(before ?? []), ...fields]));
          }
          const items = [...found].map(([index, fields]) => {
            const user = directory.userAt(index);
            if (!user) return removedObject(directory.userIdAt(index), directory.userRemoved(index) ?? 'deleted');
            return `{${minimal && fields ? selection.writeOnly(user, fields) : selection.write(user)}}`;
          });
          return { items, reached };
        },
      };
    },
  });
}

/** delta-query-overview.md, resource representation: only the id and why. */
export const removedObject = (id: string, reason: string): string => `{"id":"${id}","@removed":{"reason":"${reason}"}}`;
