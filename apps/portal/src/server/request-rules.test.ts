import { createLog } from '@tenantry/runtime';
import { beforeAll, expect, test } from 'vitest';
import { setPortalEnvironment } from '../testing/portal-settings.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { readFailure } from './failed-sign-in.ts';
import { addressOf, createRateLimits } from './rate-limits.ts';
import { pathOf, readDestination } from './route-names.ts';
import { isSameOrigin } from './same-origin.ts';

beforeAll(() => setPortalEnvironment());

test.each([
  [{ origin: 'https://portal.example.com' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'https://portal.example.com:444' }, false],
  [{ origin: 'null', 'sec-fetch-site': 'same-origin' }, false],
  [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'x-forwarded-host': 'portal.example.com', host: 'portal.example.com' }, false],
  [{}, false],
] as [Record<string, string>, boolean][])('headers %o are of the same origin: %s', (headers, expected) => {
  expect(isSameOrigin(new Headers(headers))).toBe(expected);
});

test('a destination is a name and a GUID, or the overview', () => {
  const id = '11111111-1111-4111-8111-111111111111';
  expect(pathOf(readDestination(new URLSearchParams({ to: 'run', id })))).toBe(`/console/runs/${id}`);
  expect(pathOf(readDestination(new URLSearchParams({ to: 'run' })))).toBe('/console');
  expect(pathOf(readDestination(new URLSearchParams({ to: 'run', id: '../../evil' })))).toBe('/console');
  expect(pathOf(readDestination(new URLSearchParams({ to: '__proto__' })))).toBe('/console');
});

test('forms may lead to ourselves and the sign-in host, scripts need the nonce, and nobody may frame us', () => {
  const policy = contentSecurityPolicy('abc', {
    ENTRA_BASE_URL: 'https://login.example.com',
    BRAND_LOGO: 'https://cdn.example.com/x.svg',
  });
  const directives = policy.split('; ');
  expect(directives).toContain("form-action 'self' https://login.example.com");
  expect(directives).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(directives).toContain("img-src 'self' data: https://cdn.example.com");
  expect(directives).toContain("frame-ancestors 'none'");
  expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe');
});

test('what a failure page repeats is a known word, a number and a GUID', () => {
  expect(readFailure({ problem: 'declined', aadsts: '65004', correlation: 'not a guid <script>' })).toEqual({
    problem: 'declined',
    aadsts: '65004',
    correlationId: null,
  });
  expect(readFailure({ problem: ['declined'], aadsts: '1; drop' })).toEqual({
    problem: 'state-mismatch',
    aadsts: null,
    correlationId: null,
  });
});

test('one address cannot use up what another may do', async () => {
  const limits = createRateLimits({ log: createLog({ name: 'test', level: 'fatal' }) });
  for (let n = 0; n < 60; n++) expect(await limits.spend('sign-in', 'one')).toBe(0);
  expect(await limits.spend('sign-in', 'one')).toBeGreaterThan(0);
  expect(await limits.spend('sign-in', 'other')).toBe(0);
  expect(await limits.spend('callback', 'one')).toBe(0);
});

test('the address that counts is the one the nearest proxy saw', () => {
  expect(addressOf(new Headers({ 'x-forwarded-for': '1.2.3.4, 203.0.113.9' }))).toBe('203.0.113.9');
  expect(addressOf(new Headers())).toBe('unknown');
});
