import { type OperatorSession, roleAllows } from '../../server/session.ts';

/** Why this operator may not change anything, or null. The handlers check for themselves; this only explains. */
export function deniedFor(session: OperatorSession): string | null {
  return roleAllows(session.role, 'Operator') ? null : 'Your role is Viewer. Ask an Admin for the role Operator.';
}
