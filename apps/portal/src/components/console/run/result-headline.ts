import { counted, figureText } from '../figures.ts';

type Counts = (name: string) => number;

/** The one sentence a reader wants first, by job. `known` gives a number of the summary, 0 where nothing was counted. */
const headlines: Record<string, (known: Counts, result: Record<string, unknown>, params: Record<string, unknown>) => string> = {
  'licence-inventory': (known, { inactive }) => {
    const onInactive = typeof inactive === 'number' ? figureText(inactive) : 'an unknown number';
    return `${counted(known('disabled'), 'licence')} on disabled users and ${onInactive} on inactive ones, in ${counted(known('licences'), 'subscription')}.`;
  },
  'inactive-users': (known, _result, { days }) =>
    `${figureText(known('inactive'))} of ${counted(known('read'), 'user')} were not seen for ${String(days)} days.`,
  'mfa-registration': (known) => {
    const without = known('without') + known('administratorsWithout');
    return `${figureText(without)} of ${counted(known('read'), 'user')} have no MFA, ${figureText(known('administratorsWithout'))} of them administrators.`;
  },
  'credential-expiry': (known) =>
    `${counted(known('expired'), 'credential')} expired and ${figureText(known('expiring'))} about to, in ${counted(known('read'), 'application')}.`,
  'group-membership-export': (known) => `${counted(known('members'), 'member')} in ${counted(known('groups'), 'group')}.`,
  'admin-roles': (known) =>
    `${counted(known('privileged'), 'holder')} of privileged roles and ${figureText(known('other'))} of others, in ${counted(known('roles'), 'role')}.`,
};

/** What a run found, in one sentence; null for a job whose numbers speak for themselves. */
export function resultHeadline(
  run: { job: string; params: Record<string, unknown> },
  result: Record<string, unknown>,
): string | null {
  const known = (name: string) => (typeof result[name] === 'number' ? result[name] : 0);
  return headlines[run.job]?.(known, result, run.params) ?? null;
}
