import { explanationOf } from '@tenantry/domain';

/** What a grant looks like that has not arrived: no roles, no principal, a permission refused. */
const notArrived = ['not-granted', 'principal-missing', 'permission-missing'];

/**
 * The message that says what a check saw while Microsoft applies an approval. The approval is known then, so a check that does not find it says
 * that it was not visible yet, and not that there is none.
 */
export function seenWhileSettling(code: string): string {
  const { key } = explanationOf(code);
  return notArrived.includes(key) ? 'connect.status.settling.notVisible' : `errors.${key}.what`;
}
