import { NextRequest } from 'next/server';
import { beforeAll, expect, test } from 'vitest';
import { languageHeader } from './i18n/languages.ts';
import { proxy } from './proxy.ts';
import { setPortalEnvironment } from './testing/portal-settings.ts';

beforeAll(() => setPortalEnvironment());

/** @param path joined as text, as a server would see it */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return proxy(new NextRequest(`http://inner:3000${path}`, { headers, method }));
}

const overridden = (answer: Response, name: string) => answer.headers.get(`x-middleware-request-${name}`);

test('each answer has a policy with a nonce of its own, which the page is told', () => {
  const [one, other] = [ask('/connect'), ask('/connect')];
  const nonce = overridden(one, 'x-nonce');
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  expect(one.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
  expect(overridden(other, 'x-nonce')).not.toBe(nonce);
  expect(one.headers.get('x-content-type-options')).toBe('nosniff');
  expect(one.headers.get('strict-transport-security')).toMatch(/^max-age=\d+/);
});

test('pages tell their address to ourselves alone, handlers that lead on to nobody', () => {
  for (const path of ['/connect', '/connect/i/abc', '/connect/status', '/auth/operator/no-role', '/console']) {
    expect(ask(path).headers.get('referrer-policy')).toBe('same-origin');
  }
  for (const path of [
    '/connect/callback',
    '/connect/start',
    '/connect/consent',
    '/auth/connect/callback',
    '/auth/operator/callback',
  ]) {
    expect(ask(path).headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test('a chosen language is kept in a cookie and leads back to the same page at our public address, whatever the request names', () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
  const answer = ask('/connect/i/abc?tenant=1&language=sv', headers);
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe('https://portal.example.com/connect/i/abc?tenant=1');
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-tenantry-language=sv; /);
  expect(ask('//evil.example/x?language=sv').headers.get('location')).toMatch(/^https:\/\/portal\.example\.com\//);
  expect(ask('/connect?language=xx').status).toBe(200);
});

const cursor = (...values: string[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
const id = 'c0000001-0000-4000-8000-000000000001';

test.each([
  ['/console/tenants', cursor('Fabrikam', id)],
  ['/console/runs', cursor('2026-03-01T00:00:00.000Z', id)],
  ['/console/invitations', cursor('2026-03-01T00:00:00.000Z', id)],
  [`/console/tenants/${id}/runs`, cursor('2026-03-01T00:00:00.000Z', id)],
  [`/console/tenants/${id}/users`, cursor(id)],
  [`/console/tenants/${id}/groups`, cursor(id)],
])('a page of %s is not found under a cursor that this list has not made', (path, good) => {
  const leadsTo = (query: string) => ask(`${path}?${query}`).headers.get('x-middleware-rewrite');
  for (const query of ['', 'after=', `after=${good}`]) expect(leadsTo(query), query).toBeNull();
  for (const bad of ['rubbish', cursor('1')]) expect(leadsTo(`after=${bad}`), bad).toMatch(/\/console\/nowhere$/);
});

test('customers’ pages speak the visitor’s language and the operators’ pages English; a header cannot decide it', () => {
  const headers = { 'accept-language': 'it', [languageHeader]: 'sv' };
  expect(overridden(ask('/connect', headers), languageHeader)).toBe('it');
  expect(overridden(ask('/console/tenants', headers), languageHeader)).toBe('en');
  expect(overridden(ask('/connect', { ...headers, cookie: '__Host-tenantry-language=es' }), languageHeader)).toBe('es');
});
