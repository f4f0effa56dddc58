import { answerDelta } from './delta.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { badRequest } from './graph-refusal.ts';
import { objectReader } from './object-delta.ts';
import { namesIn } from './selection.ts';
import { userSelection } from './users.ts';

/** `GET /users/delta` (user-delta.md) */
export function answerUserDelta(call: GraphCall): GraphAnswer {
  const { directory } = call.tenant;
  const users = {
    kind: 'user',
    changes: directory.changes,
    list: directory.users,
    at: directory.userAt,
    idAt: directory.userIdAt,
    removed: directory.userRemoved,
  } as const;
  return answerDelta(call, {
    resource: 'users/delta',
    entitySet: 'users',
    reader({ select, ...asked }) {
      if (select !== null && namesIn(select).includes('signInActivity')) throw badRequest('signInActivity cannot be followed.');
      return objectReader(users, userSelection(call, select, true), asked);
    },
  });
}
