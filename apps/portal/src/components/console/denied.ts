import type { OperatorRole } from '@tenantry/domain';
import { type OperatorSession, roleAllows } from '../../server/session.ts';

/** Why this operator may not do what needs the role `minimum`, or null. The handlers check for themselves; this only explains. */
export function deniedFor(session: OperatorSession, minimum: OperatorRole = 'Operator'): string | null {
  return roleAllows(session.role, minimum) ? null : `Your role is ${session.role}. Ask an Admin for the role ${minimum}.`;
}
