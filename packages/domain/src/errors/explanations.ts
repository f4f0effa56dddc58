import type { ErrorDomain } from './error-domains.ts';

/** What stands behind a code: its domain, and the key under which the pages hold what happened, who must act and what to do. */
export interface Explanation {
  domain: ErrorDomain;
  key: string;
}

/**
 * One row per explanation: key, domain, and the codes that mean it. `AADSTS…` numbers are Entra's (reference-error-codes.md), words in capitals
 * are Graph's (concepts/errors.md), words in small letters are ours.
 */
const catalogue: readonly (readonly [key: string, domain: ErrorDomain, codes: readonly string[]])[] = [
  ['settling', 'consent', ['settling']],
  ['declined', 'consent', ['declined', 'AADSTS65004', 'access_denied', 'consent_required', 'permission_denied']],
  ['request-expired', 'consent', ['request-expired']],
  ['wrong-tenant', 'consent', ['wrong-tenant']],
  ['admin-needed', 'consent', ['AADSTS90094', 'AADSTS90093']],
  ['consent-workflow', 'consent', ['AADSTS90095']],
  ['risky-app', 'consent', ['AADSTS900941', 'AADSTS900981']],
  ['stale-principal', 'consent', ['AADSTS650051']],
  ['not-granted', 'consent', ['not-granted', 'roles-missing', 'AADSTS65001', 'AADSTS90099', 'AADSTS50105']],
  [
    'principal-missing',
    'consent',
    ['AADSTS7000229', 'AADSTS700016', 'AADSTS500011', 'Authorization_IdentityNotFound', 'InvalidAuthenticationToken'],
  ],
  ['app-disabled', 'consent', ['AADSTS7000112', 'Authorization_IdentityDisabled']],
  ['awaiting-operator', 'consent', ['awaiting-operator']],
  ['domain-not-verified', 'consent', ['domain-not-verified']],
  [
    'permission-missing',
    'permission',
    ['permission-missing', 'Authorization_RequestDenied', 'Authentication_MSGraphPermissionMissing'],
  ],
  ['licence-missing', 'licence', ['Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'AADSTS650052']],
  [
    'conditional-access',
    'conditional-access',
    ['AADSTS53000', 'AADSTS53001', 'AADSTS53002', 'AADSTS53003', 'AADSTS530032', 'AADSTS50097', 'interaction_required'],
  ],
  ['tenant-gone', 'tenant-gone', ['AADSTS90002']],
  ['wrong-organisation', 'consent', ['AADSTS50020', 'wrong-organisation']],
  ['work-account-needed', 'consent', ['consumer-account', 'AADSTS500208', 'AADSTS9002332']],
  [
    'credential-broken',
    'our-credential',
    [
      'credential-broken',
      'AADSTS7000215',
      'AADSTS7000222',
      'AADSTS7000218',
      'AADSTS700027',
      'AADSTS50012',
      'AADSTS700030',
      'AADSTS700024',
      'AADSTS70021',
      'AADSTS700213',
    ],
  ],
  [
    'throttled',
    'throttled',
    ['throttled', 'app-throttled', 'budget', 'TooManyRequests', 'activityLimitReached', 'AADSTS90055', 'AADSTS50196'],
  ],
  [
    'outage',
    'microsoft-outage',
    [
      'outage',
      'unreachable',
      'timed-out',
      'graph-timeout',
      'empty-token',
      'unreadable-answer',
      'ServiceUnavailable',
      'serviceNotAvailable',
      'temporarily_unavailable',
      'server_error',
      'AADSTS90033',
      'AADSTS90006',
      'AADSTS90012',
      'AADSTS90024',
      'AADSTS50033',
      'AADSTS90090',
      'AADSTS50087',
      'AADSTS80005',
    ],
  ],
  ['listing-incomplete', 'microsoft-outage', ['listing-ended-early', 'unexpected-answer', 'repeated-link', 'link-refused']],
  ['worker-lost', 'our-bug', ['worker-lost']],
  ['deadline-passed', 'our-bug', ['deadline-passed']],
  ['schedule-job-gone', 'our-bug', ['schedule-job-gone']],
  ['schedule-unfit', 'our-bug', ['schedule-params-unfit', 'schedule-selection-unfit']],
  [
    'our-mistake',
    'our-bug',
    [
      'checkpoint-unreadable',
      'AADSTS65005',
      'AADSTS650053',
      'AADSTS650054',
      'AADSTS650056',
      'AADSTS650057',
      'AADSTS50194',
      'AADSTS50059',
      'AADSTS50128',
      'AADSTS50011',
      'AADSTS500113',
      'AADSTS900971',
      'AADSTS900144',
      'AADSTS900561',
      'AADSTS90008',
      'AADSTS70011',
      'AADSTS1002012',
      'AADSTS700022',
      'AADSTS9001023',
      'Request_BadRequest',
      'Request_UnsupportedQuery',
      'Request_ResourceNotFound',
    ],
  ],
  ['unknown', 'our-bug', []],
];

const byCode = new Map(catalogue.flatMap(([key, domain, codes]) => codes.map((code) => [code, { domain, key }] as const)));

/** Every key for which the pages must hold texts. */
export const explanationKeys: readonly string[] = catalogue.map(([key]) => key);

/**
 * What a code means.
 *
 * @param code one of our codes, Graph's error code, or `AADSTS` followed by Entra's number
 * @returns the explanation; an unknown code is explained as `unknown` in the domain `our-bug`
 */
export function explanationOf(code: string): Explanation {
  return byCode.get(code) ?? { domain: 'our-bug', key: 'unknown' };
}
