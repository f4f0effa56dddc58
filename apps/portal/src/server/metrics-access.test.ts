import { expect, test } from 'vitest';
import { metricsAccess } from './metrics-access.ts';

const token = 'a-token-of-the-tests';
const local = { PUBLIC_URL: 'http://localhost:3000' };
const published = { PUBLIC_URL: 'https://portal.example.com' };
/** As Next hands a request on that came from this machine. */
const here = { host: 'localhost:3000', 'x-forwarded-for': '::ffff:127.0.0.1', 'x-forwarded-host': 'localhost:3000' };

test.each([
  ['from this machine', here, 'allowed'],
  ['by the address of this machine', { ...here, host: '127.0.0.1:3000', 'x-forwarded-for': '::1' }, 'allowed'],
  ['from another machine', { ...here, 'x-forwarded-for': '::ffff:10.0.0.7' }, 'hidden'],
  ['through a proxy that names whom it asks for', { ...here, 'x-forwarded-for': '203.0.113.9, 127.0.0.1' }, 'hidden'],
  ['through a proxy that says so otherwise', { ...here, forwarded: 'for=203.0.113.9' }, 'hidden'],
  ['by a page of another name that leads to this machine', { ...here, host: 'evil.example' }, 'hidden'],
  ['through a proxy under its own name', { ...here, 'x-forwarded-host': 'portal.example.com' }, 'hidden'],
  ['from nobody knows where', { host: 'localhost:3000' }, 'hidden'],
])('without a token, a local portal is asked %s', (_how, headers, access) => {
  expect(metricsAccess(new Headers(headers), local)).toBe(access);
});

test('without a token, a portal that is published shows nothing, not to this machine either', () => {
  expect(metricsAccess(new Headers(here), published)).toBe('hidden');
});

test.each([local, published])('with a token it alone decides, wherever a request comes from: %o', (settings) => {
  const guarded = { ...settings, METRICS_TOKEN: token };
  expect(metricsAccess(new Headers({ authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.9' }), guarded)).toBe(
    'allowed',
  );
  expect(metricsAccess(new Headers({ ...here, authorization: `Bearer ${token}x` }), guarded)).toBe('token-needed');
  expect(metricsAccess(new Headers(here), guarded)).toBe('token-needed');
});
