import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { Reply } from '../testing/local-server.ts';
import { granted, refusal, tenantA, tenantB, tokenFixture } from '../testing/token-fixture.ts';
import { createAppTokens, type TokenRequest } from './index.ts';

const minute = 60_000;

test('a token of an earlier generation is not used', async () => {
  const { tokens, server } = await tokenFixture();
  const first = await tokens.get(tenantA, { generation: 1 });
  const second = await tokens.get(tenantA, { generation: 2 });
  expect(second.accessToken).not.toBe(first.accessToken);
  expect((await tokens.get(tenantA, { generation: 2 })).accessToken).toBe(second.accessToken);
  expect((await tokens.get(tenantA, { generation: 1 })).accessToken).toBe(second.accessToken);
  expect(server.asked).toHaveLength(2);
});

test('an answer to an earlier generation that arrives late is not kept', async () => {
  const { tokens, answers } = await tokenFixture();
  const late = Promise.withResolvers<Reply>();
  answers.unshift(() => late.promise);
  const early = tokens.get(tenantA, { generation: 1 });
  const current = await tokens.get(tenantA, { generation: 2 });
  late.resolve(granted([]));
  expect((await early).roles).toEqual([]);
  expect((await tokens.get(tenantA, { generation: 2 })).accessToken).toBe(current.accessToken);
});

test('of two answers that cross, the one that was asked for later is kept', async () => {
  const { tokens, answers } = await tokenFixture();
  const late = Promise.withResolvers<Reply>();
  answers.unshift(() => late.promise);
  const plain = tokens.get(tenantA, { generation: 1 });
  const fresh = await tokens.get(tenantA, { generation: 1, fresh: true });
  late.resolve(granted([]));
  await plain;
  expect((await tokens.get(tenantA, { generation: 1 })).accessToken).toBe(fresh.accessToken);
});

test('two simultaneous fresh calls share one request, a later one makes its own', async () => {
  const { tokens, server } = await tokenFixture();
  const fresh = { generation: 1, fresh: true };
  const [one, other] = await Promise.all([tokens.get(tenantA, fresh), tokens.get(tenantA, fresh)]);
  expect(one.accessToken).toBe(other.accessToken);
  await tokens.get(tenantA, fresh);
  expect(server.asked).toHaveLength(2);
});

test('simultaneous callers share a failure too, and the next call starts anew', async () => {
  const { tokens, server, answers } = await tokenFixture();
  answers.unshift(refusal(700016));
  const both = await Promise.allSettled([tokens.get(tenantA, { generation: 1 }), tokens.get(tenantA, { generation: 1 })]);
  expect(both.map((each) => each.status)).toEqual(['rejected', 'rejected']);
  expect(server.asked).toHaveLength(1);
  await expect(tokens.get(tenantA, { generation: 1 })).resolves.toBeDefined();
});

test('a forgotten tenant is asked for again', async () => {
  const { tokens, server } = await tokenFixture();
  await tokens.get(tenantA, { generation: 1 });
  tokens.forget(tenantA.toUpperCase());
  await tokens.get(tenantA, { generation: 1 });
  expect(server.asked).toHaveLength(2);
});

test('no more tenants are remembered than allowed', async () => {
  const { tokens, server } = await tokenFixture({ maxTenants: 1 });
  await tokens.get(tenantA, { generation: 1 });
  await tokens.get(tenantB, { generation: 1 });
  await tokens.get(tenantB, { generation: 1 });
  expect(server.asked).toHaveLength(2);
  await tokens.get(tenantA, { generation: 1 });
  expect(server.asked).toHaveLength(3);
});

test.each([
  ['12', 12_000],
  ['1.5', 1500],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
])('Retry-After "%s" of a throttled answer is %s ms', async (header, retryAfterMs) => {
  const { tokens, answers } = await tokenFixture();
  answers[0] = { status: 429, headers: { 'retry-after': header }, body: {} };
  await expect(tokens.get(tenantA, { generation: 1 })).rejects.toMatchObject({ code: 'throttled', status: 429, retryAfterMs });
});

test('a throttled answer without Retry-After names no wait and blocks nothing', async () => {
  const { tokens, server, answers } = await tokenFixture();
  answers.unshift({ status: 429, body: {} });
  await expect(tokens.get(tenantA, { generation: 1 })).rejects.toMatchObject({ code: 'throttled', retryAfterMs: null });
  await expect(tokens.get(tenantA, { generation: 1 })).resolves.toBeDefined();
  expect(server.asked).toHaveLength(2);
});

test('a wait until a date is kept until that date', async () => {
  const { tokens, server, answers, advance } = await tokenFixture();
  const date = new Date(Date.now() + 5 * minute).toUTCString();
  answers.unshift({ status: 503, headers: { 'retry-after': date }, body: { error: 'temporarily_unavailable' } });
  await expect(tokens.get(tenantA, { generation: 1 })).rejects.toMatchObject({ code: 'unreachable' });
  advance(4 * minute);
  await expect(tokens.get(tenantA, { generation: 1 })).rejects.toMatchObject({ code: 'throttled', status: 503 });
  expect(server.asked).toHaveLength(1);
  advance(minute);
  await expect(tokens.get(tenantA, { generation: 1 })).resolves.toBeDefined();
});

test.each([
  [90055, 'throttled'],
  [50196, 'throttled'],
  [90033, 'unreachable'],
  [50087, 'unreachable'],
  [700016, 'refused'],
] as const)('AADSTS%s with status 400 is %s', async (aadsts, code) => {
  const { tokens, answers } = await tokenFixture();
  answers[0] = refusal(aadsts, 'invalid_request', 400);
  await expect(tokens.get(tenantA, { generation: 1 })).rejects.toMatchObject({ code, aadsts, status: 400 });
});

test('a token whose text is no JWT is usable, and its roles unknown', async () => {
  const { tokens, answers } = await tokenFixture();
  answers[0] = granted([], { access_token: 'encrypted.rubbish' });
  expect(await tokens.get(tenantA, { generation: 1 })).toMatchObject({ accessToken: 'encrypted.rubbish', roles: null });
  answers[0] = granted(undefined, { access_token: `e30.${btoa('{"aud":"x"}')}.` });
  expect((await tokens.get(tenantB, { generation: 1 })).roles).toEqual([]);
});

test('a token shows in no log', async () => {
  const { tokens } = await tokenFixture();
  const token = await tokens.get(tenantA, { generation: 1 });
  const shown = [
    JSON.stringify({ token }),
    inspect(token, { depth: 9, showHidden: true }),
    String(token),
    JSON.stringify({ ...token }),
  ];
  for (const text of shown) expect(text).not.toContain(token.accessToken);
  expect(inspect(tokens, { depth: 9, showHidden: true })).not.toContain(token.accessToken);
  expect(token.accessToken).toMatch(/^ey/);
});

test('an error shows no secret', async () => {
  const { tokens, answers } = await tokenFixture({ credential: { kind: 'secret', value: 'top-secret-value' } });
  for (const answer of [refusal(7000215), 'reset', { body: 'rubbish' }] as const) {
    answers[0] = answer;
    const error = await tokens.get(tenantA, { generation: 1 }).catch((thrown) => thrown);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('top-secret-value');
  }
});

test('a base that is neither https nor loopback is refused', () => {
  const create = () =>
    createAppTokens({
      entraBaseUrl: 'http://login.example.com',
      clientId: 'x',
      credential: { kind: 'secret', value: 'x' },
      graphResource: 'https://graph.microsoft.com',
    });
  expect(create).toThrow(TypeError);
});

test('every request to Entra is told, with nothing of the token; tokens from memory and waits that are kept are not', async () => {
  const told: TokenRequest[] = [];
  const { tokens, answers } = await tokenFixture({ onRequest: (request) => told.push(request) });
  const { accessToken } = await tokens.get(tenantA, { generation: 1 });
  await tokens.get(tenantA, { generation: 1 });
  answers.unshift(refusal(700016));
  await expect(tokens.get(tenantB, { generation: 1 })).rejects.toThrow();
  answers.unshift({ ...(refusal(50196) as object), headers: { 'retry-after': '60' } });
  await expect(tokens.get(tenantB, { generation: 1 })).rejects.toThrow();
  await expect(tokens.get(tenantB, { generation: 1 })).rejects.toThrow();
  expect(told).toMatchObject([
    { tenantId: tenantA, outcome: 'issued', aadsts: null, durationMs: expect.any(Number) },
    { tenantId: tenantB, outcome: 'refused', aadsts: 700016, correlationId: expect.any(String) },
    { tenantId: tenantB, aadsts: 50196 },
  ]);
  expect(told).toHaveLength(3);
  expect(JSON.stringify(told)).not.toContain(accessToken);
});
