import { expect, test } from 'vitest';
import { readConsentCallback } from './index.ts';

const tenant = 'c0000000-0000-4000-8000-00000000000a';
const id = '0a1b2c3d-0000-4000-8000-00000000abcd';
const read = (query: string) => readConsentCallback(new URLSearchParams(query));
const approved = { kind: 'approved', state: 's', claimedTenantId: tenant };
const unreadable = { kind: 'unreadable', state: 's' };

test.each([
  [`admin_consent=True&tenant=${tenant}&scope=x&state=s`, approved],
  [`state=s&tenant=${tenant.toUpperCase()}&admin_consent=true`, approved],
  [`admin_consent=TRUE&tenant=${tenant}&state=s&extra=1&extra=2&session_state=x`, approved],
  ['admin_consent=True&state=s', { ...approved, claimedTenantId: null }],
  [`admin_consent=True&tenant=${tenant}`, { ...approved, state: null }],
  [`admin_consent=True&tenant=${tenant}&state=`, { ...approved, state: null }],
])('the query %s is an approval', (query, callback) => {
  expect(read(query)).toEqual(callback);
});

test.each([
  ['state=s', unreadable],
  [`tenant=${tenant}&state=s`, unreadable],
  [`admin_consent=False&tenant=${tenant}&state=s`, unreadable],
  [`admin_consent=1&tenant=${tenant}&state=s`, unreadable],
  [`Admin_Consent=True&tenant=${tenant}&state=s`, unreadable],
  [`admin_consent=True&admin_consent=False&tenant=${tenant}&state=s`, unreadable],
  [`admin_consent=True&tenant=${tenant}&tenant=${tenant}&state=s`, unreadable],
  ['admin_consent=True&tenant=contoso.com&state=s', unreadable],
  ['admin_consent=True&tenant=&state=s', unreadable],
  [`admin_consent=True&tenant=${tenant}&state=s&state=s`, { ...unreadable, state: null }],
  ['', { ...unreadable, state: null }],
])('the query "%s" is unreadable', (query, callback) => {
  expect(read(query)).toEqual(callback);
});

const description = `AADSTS65004%3a+Declined.%0d%0aTrace+ID%3a+${id}%0d%0aCorrelation+ID%3a+${id}%0d%0aTimestamp%3a+x`;

test.each([
  ['error=consent_required', 'declined', 'consent_required'],
  ['error=access_denied', 'declined', 'access_denied'],
  ['error=access_denied&error_subcode=cancel', 'declined', 'access_denied'],
  ['error=permission_denied', 'declined', 'permission_denied'],
  ['error=something_new&error_subcode=cancel', 'declined', 'something_new'],
  ['error_subcode=cancel', 'declined', 'unknown_error'],
  ['error=invalid_grant', 'failed', 'invalid_grant'],
  ['error=invalid_client', 'failed', 'invalid_client'],
  ['error=server_error', 'failed', 'server_error'],
  ['error=', 'failed', 'unknown_error'],
  ['error=%3Cimg+src%3Dx%3E', 'failed', 'unknown_error'],
])('the query %s decides before admin_consent and tenant do', (query, kind, error) => {
  const callback = read(`admin_consent=True&tenant=${tenant}&${query}&error_description=${description}&state=s`);
  expect(callback).toEqual({ kind, state: 's', error, aadsts: 65004, correlationId: id });
});

test('an error without state, as the older endpoint sends it, is still an error', () => {
  const query = 'error=permission_denied&error_description=The+admin+canceled+the+request';
  expect(read(query)).toEqual({ kind: 'declined', state: null, error: 'permission_denied', aadsts: null, correlationId: null });
});

test('a megabyte of anything is read quickly, and nothing of it comes back', () => {
  const megabyte = 'A'.repeat(1_000_000);
  const many = Array.from({ length: 100_000 }, (_, n) => `p${n}=${n}`).join('&');
  const queries = [
    `state=${megabyte}`,
    `error=${megabyte}&error_description=AADSTS${megabyte}`,
    `tenant=${megabyte}`,
    `error_subcode=${megabyte}`,
    many,
  ];
  const startedMs = performance.now();
  for (const query of queries) expect(JSON.stringify(read(`admin_consent=True&${query}`)).length).toBeLessThan(200);
  expect(performance.now() - startedMs).toBeLessThan(2000);
});

test('whatever the query, the reading has one of four forms and never throws', () => {
  const names = [
    'admin_consent',
    'tenant',
    'state',
    'error',
    'error_subcode',
    'error_description',
    'Tenant',
    'scope',
    '__proto__',
    '',
  ];
  const values = [
    'True',
    'true',
    'False',
    tenant,
    's',
    '',
    'cancel',
    'access_denied',
    'AADSTS65004: x',
    '\u0000',
    '\ud800',
    '%',
    '<b>',
    '🙂',
  ];
  let seed = 7;
  const draw = <T>(list: readonly T[]): T => {
    seed = (seed * 48_271) % 2_147_483_647;
    return list[seed % list.length] as T;
  };
  const kinds = new Map<string, number>();
  for (let round = 0; round < 20_000; round++) {
    const query = new URLSearchParams();
    const length = draw([0, 1, 2, 3, 4, 5, 6]);
    for (let n = 0; n < length; n++) query.append(draw(names), draw(values));
    const callback = readConsentCallback(query);
    kinds.set(callback.kind, (kinds.get(callback.kind) ?? 0) + 1);
    if (query.has('error')) expect(['declined', 'failed']).toContain(callback.kind);
    if (callback.kind === 'approved') {
      expect(query.getAll('admin_consent')).toHaveLength(1);
      expect([null, tenant]).toContain(callback.claimedTenantId);
      expect(callback.claimedTenantId).toBe(query.get('tenant'));
    }
    if (callback.state !== null) expect(query.getAll('state')).toEqual([callback.state]);
  }
  expect([...kinds.keys()].sort()).toEqual(['approved', 'declined', 'failed', 'unreadable']);
});
