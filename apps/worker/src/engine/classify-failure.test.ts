import { DatabaseError } from '@tenantry/db';
import { type ErrorDomain, errorDomains, explanationOf } from '@tenantry/domain';
import { TokenError, type TokenErrorCode } from '@tenantry/entra/tokens';
import { GraphError, type GraphErrorCode } from '@tenantry/graph';
import { describe, expect, test } from 'vitest';
import { classifyFailure } from './classify-failure.ts';

const refusal = (aadsts: number | null, more: { error?: string; status?: number } = {}) =>
  classifyFailure(new TokenError('refused', { error: 'invalid_client', status: 401, aadsts, ...more }));

describe('a refusal of Entra', () => {
  test.each<[ErrorDomain, number[]]>([
    ['consent', [7000229, 700016, 65001, 500011, 7000112, 50105, 90099]],
    ['licence', [650052]],
    ['tenant-gone', [90002]],
    ['conditional-access', [53003, 530032, 53000, 53001, 530034]],
    ['our-credential', [7000215, 7000222, 7000218, 700027, 50012, 700030, 700024, 70021, 700213]],
    ['our-bug', [70011, 1002012, 700022, 9001023, 900144, 50194, 650056, 650057]],
    ['throttled', [90055, 50196]],
    ['microsoft-outage', [90033, 90006, 90012, 90024, 50033, 90090, 50087, 80005]],
  ])('is %s for its numbers', (domain, numbers) => {
    expect(numbers.map((aadsts) => refusal(aadsts).domain)).toEqual(numbers.map(() => domain));
  });

  test.each<[string, { error: string; status: number }, ErrorDomain]>([
    ['429', { error: 'invalid_request', status: 429 }, 'throttled'],
    ['5xx', { error: 'invalid_client', status: 503 }, 'microsoft-outage'],
    ['temporarily_unavailable', { error: 'temporarily_unavailable', status: 400 }, 'microsoft-outage'],
    ['server_error', { error: 'server_error', status: 400 }, 'microsoft-outage'],
    ['interaction_required', { error: 'interaction_required', status: 400 }, 'conditional-access'],
    ['invalid_client', { error: 'invalid_client', status: 401 }, 'our-credential'],
    ['invalid_scope', { error: 'invalid_scope', status: 400 }, 'our-bug'],
    ['unauthorized_client', { error: 'unauthorized_client', status: 400 }, 'consent'],
    ['invalid_grant', { error: 'invalid_grant', status: 400 }, 'consent'],
  ])('with a number nobody knows goes by %s', (_what, more, domain) => {
    expect(refusal(999_999_9, more).domain).toBe(domain);
    expect(refusal(null, more).domain).toBe(domain);
  });

  test('after a loop waits much longer than asked', () => {
    expect(refusal(50196).retryAfterMs).toBeGreaterThanOrEqual(10 * 60_000);
  });

  test('keeps what a person needs to ask Microsoft, and throttles nobody but the run', () => {
    const error = new TokenError('throttled', {
      status: 429,
      retryAfterMs: 7000,
      correlationId: 'c',
      traceId: 't',
      aadsts: 90055,
    });
    expect(classifyFailure(error)).toEqual({
      domain: 'throttled',
      code: 'throttled',
      message: error.message,
      detail: { status: 429, aadsts: 90055, correlationId: 'c', traceId: 't' },
      retryAfterMs: 7000,
    });
  });
});

test.each<[TokenErrorCode, ErrorDomain]>([
  ['unreachable', 'microsoft-outage'],
  ['throttled', 'throttled'],
  ['empty-token', 'microsoft-outage'],
  ['unreadable-answer', 'microsoft-outage'],
  ['credential-unreadable', 'our-credential'],
])('a token error %s is %s', (code, domain) => {
  expect(classifyFailure(new TokenError(code)).domain).toBe(domain);
});

const everyGraphCode: Record<GraphErrorCode, ErrorDomain> = {
  throttled: 'throttled',
  unauthorized: 'consent',
  forbidden: 'permission',
  'not-found': 'our-bug',
  'sync-state-lost': 'microsoft-outage',
  'page-token-expired': 'microsoft-outage',
  'bad-request': 'our-bug',
  'service-unavailable': 'microsoft-outage',
  unreachable: 'microsoft-outage',
  'timed-out': 'microsoft-outage',
  'unexpected-answer': 'microsoft-outage',
  'link-refused': 'microsoft-outage',
  'repeated-link': 'microsoft-outage',
  aborted: 'microsoft-outage',
};

test.each(Object.entries(everyGraphCode) as [GraphErrorCode, ErrorDomain][])('a Graph error %s is %s', (code, domain) => {
  expect(classifyFailure(new GraphError(code, 'x')).domain).toBe(domain);
});

test.each<[GraphErrorCode, string, ErrorDomain]>([
  ['forbidden', 'Authorization_RequestDenied', 'permission'],
  ['forbidden', 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'licence'],
  ['forbidden', 'Authorization_IdentityNotFound', 'consent'],
  ['forbidden', 'SomethingNew', 'permission'],
  ['unauthorized', 'Authorization_IdentityDisabled', 'consent'],
  ['unauthorized', 'InvalidAuthenticationToken', 'consent'],
])('a Graph error %s with %s is %s', (code, graphCode, domain) => {
  expect(classifyFailure(new GraphError(code, 'x', { graphCode })).domain).toBe(domain);
});

test('a throttle carries its wait and whom it concerns; without a scope it is the tenant', () => {
  const throttled = (scope: 'tenant' | 'application' | null) =>
    classifyFailure(new GraphError('throttled', 'x', { status: 429, retryAfterMs: 1500, scope }));
  expect(throttled('application')).toMatchObject({ code: 'app-throttled', scope: 'application', retryAfterMs: 1500 });
  expect(throttled(null)).toMatchObject({ code: 'throttled', scope: 'tenant', retryAfterMs: 1500 });
  expect(classifyFailure(new GraphError('throttled', 'x'))).not.toHaveProperty('retryAfterMs');
});

test.each([
  ['an exception of ours', new TypeError('x is not a function')],
  ['the database', new DatabaseError('unreachable', 'PostgreSQL does not answer')],
  ['something that is no error', 'oops'],
])('%s is our bug', (_what, thrown) => {
  expect(classifyFailure(thrown).domain).toBe('our-bug');
});

test('every code but the one for what is unknown is explained, in the domain that was chosen', () => {
  const failures = [
    ...(Object.keys(everyGraphCode) as GraphErrorCode[]).map((code) => classifyFailure(new GraphError(code, 'x'))),
    ...[7000229, 53003, 7000222, 90002, 90055, 90033, 70011].map((aadsts) => refusal(aadsts)),
    classifyFailure(new TokenError('empty-token')),
    classifyFailure(new TokenError('credential-unreadable')),
  ];
  for (const { code, domain } of failures) expect(explanationOf(code), code).toMatchObject({ domain });
  expect(new Set(failures.map(({ domain }) => domain)).isSubsetOf(new Set(errorDomains))).toBe(true);
});
