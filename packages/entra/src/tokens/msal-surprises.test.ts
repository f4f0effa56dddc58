import { describe, expect, test, vi } from 'vitest';
import { granted, refusal, tenantA, tenantB, tokenFixture } from '../testing/token-fixture.ts';

const second = 1000;
const minute = 60 * second;
const cached = { generation: 1 };
const fresh = { generation: 1, fresh: true };

describe('what msal-node does by itself does not reach the caller:', () => {
  test('a failure is one request and one error, repeating is the caller’s decision', async () => {
    const { tokens, server, answers } = await tokenFixture();
    answers[0] = { status: 503, body: { error: 'temporarily_unavailable' } };
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'unreachable', status: 503 });
    expect(server.asked).toHaveLength(1);
  });

  test('a token endpoint that hangs is given up after the time-out', async () => {
    const { tokens, answers } = await tokenFixture({ timeoutMs: 60 });
    answers[0] = 'hang';
    const error = await tokens.get(tenantA, cached).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'TokenError', code: 'unreachable', status: null });
    expect(error.cause).toMatchObject({ name: 'TimeoutError' });
  });

  test('a hundred simultaneous callers of one tenant make one request', async () => {
    const { tokens, server } = await tokenFixture();
    const all = await Promise.all(Array.from({ length: 100 }, () => tokens.get(tenantA, cached)));
    expect(server.asked).toHaveLength(1);
    expect(new Set(all.map((token) => token.accessToken)).size).toBe(1);
  });

  test('after a failure without Retry-After the next call is sent, not refused for a minute', async () => {
    const { tokens, server, answers } = await tokenFixture();
    answers.unshift({ status: 503, body: { error: 'server_error' } });
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'unreachable' });
    await expect(tokens.get(tenantA, cached)).resolves.toMatchObject({ roles: ['User.Read.All'] });
    expect(server.asked).toHaveLength(2);
  });

  test('an announced wait is kept, told truly, and over when it is over', async () => {
    const { tokens, server, answers, advance } = await tokenFixture();
    answers.unshift({ status: 429, headers: { 'retry-after': '30' }, body: { error: 'temporarily_unavailable' } });
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({
      code: 'throttled',
      status: 429,
      retryAfterMs: 30 * second,
    });

    advance(10 * second);
    for (const options of [cached, fresh, { generation: 2 }]) {
      const error = await tokens.get(tenantA, options).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'throttled', status: 429, error: 'temporarily_unavailable' });
      expect(error.retryAfterMs).toBeGreaterThan(19 * second);
      expect(error.retryAfterMs).toBeLessThanOrEqual(20 * second);
    }
    expect(server.asked).toHaveLength(1);
    await expect(tokens.get(tenantB, cached)).resolves.toBeDefined();

    advance(20 * second);
    await expect(tokens.get(tenantA, cached)).resolves.toBeDefined();
  });

  test('an empty success is no token', async () => {
    const { tokens, answers } = await tokenFixture();
    answers[0] = { status: 200, body: { token_type: 'Bearer', expires_in: 3600 } };
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'empty-token', status: 200 });
    answers[0] = { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: '' } };
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'empty-token', status: 200 });
    answers[0] = { status: 503, body: {} };
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'unreachable', status: 503 });
  });

  test('an answer that is not JSON keeps its status', async () => {
    const { tokens, answers } = await tokenFixture();
    answers[0] = { status: 502, headers: { 'content-type': 'text/html', 'retry-after': '0' }, body: '<html>Bad Gateway</html>' };
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'unreachable', status: 502, retryAfterMs: 0 });
    answers[0] = { status: 403, body: '<html>Forbidden by a proxy</html>' };
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'unreadable-answer', status: 403 });
    for (const body of ['rubbish', '[]', 'null', '"text"', '']) {
      answers[0] = { status: 200, body };
      await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'unreadable-answer', status: 200 });
    }
  });

  test('a connection that is reset is unreachable, with its cause', async () => {
    const { tokens, answers } = await tokenFixture();
    answers[0] = 'reset';
    const error = await tokens.get(tenantA, cached).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'unreachable', status: null });
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  test('an error carries the number, the status and the server’s own ids', async () => {
    const { tokens, answers } = await tokenFixture();
    answers[0] = refusal(7000229);
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({
      name: 'TokenError',
      code: 'refused',
      error: 'invalid_client',
      aadsts: 7000229,
      status: 401,
      retryAfterMs: null,
      correlationId: '0a1b2c3d-0000-4000-8000-00000000abcd',
      traceId: '1a1b2c3d-0000-4000-8000-00000000abcd',
    });
  });

  test('an interaction that is required is a refusal with its status, like any other', async () => {
    const { tokens, answers } = await tokenFixture();
    answers[0] = refusal(53003, 'interaction_required', 400);
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'refused', aadsts: 53003, status: 400 });
  });

  test('the tenant of a token is the one that was asked for', async () => {
    const { tokens, server, answers } = await tokenFixture();
    answers[0] = (asked) => granted([asked.path.split('/')[1] ?? '']);
    const [a, b] = await Promise.all([tokens.get(tenantA, cached), tokens.get(tenantB.toUpperCase(), cached)]);
    expect([a.roles, b.roles]).toEqual([[tenantA], [tenantB]]);
    expect(server.asked.map((asked) => asked.path).sort()).toEqual([
      `/${tenantA}/oauth2/v2.0/token`,
      `/${tenantB}/oauth2/v2.0/token`,
    ]);
    await expect(tokens.get('organizations', cached)).rejects.toThrow(TypeError);
  });

  test('a token is used until five minutes before its end, a short one for half its life', async () => {
    const { tokens, server, answers, advance } = await tokenFixture();
    const first = await tokens.get(tenantA, cached);
    advance(54 * minute);
    expect((await tokens.get(tenantA, cached)).accessToken).toBe(first.accessToken);
    advance(2 * minute);
    expect((await tokens.get(tenantA, cached)).accessToken).not.toBe(first.accessToken);

    answers[0] = () => granted([], { expires_in: 240 });
    await tokens.get(tenantB, cached);
    advance(minute);
    await tokens.get(tenantB, cached);
    expect(server.asked).toHaveLength(3);
    advance(2 * minute);
    await tokens.get(tenantB, cached);
    expect(server.asked).toHaveLength(4);
  });

  test('a token that names no life, or none to come, is refused', async () => {
    const { tokens, answers } = await tokenFixture();
    for (const expires_in of [undefined, null, 0, -1, 'soon']) {
      answers[0] = granted([], { expires_in });
      await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'empty-token' });
    }
  });

  test('an early renewal that fails gives the token still held, and is not tried at every call', async () => {
    const { tokens, server, answers, advance } = await tokenFixture();
    answers.splice(0, 1, granted([], { refresh_in: 1800 }), { status: 503, body: { error: 'server_error' } });
    const first = await tokens.get(tenantA, cached);
    advance(31 * minute);
    for (let call = 0; call < 5; call++) expect((await tokens.get(tenantA, cached)).accessToken).toBe(first.accessToken);
    expect(server.asked).toHaveLength(2);

    for (const answer of [
      'reset',
      { status: 502, body: '<html>' },
      { body: {} },
      { status: 429, headers: { 'retry-after': '1' } },
    ] as const) {
      answers[0] = answer;
      advance(minute);
      expect((await tokens.get(tenantA, cached)).accessToken).toBe(first.accessToken);
    }
    expect(server.asked).toHaveLength(6);

    answers[0] = () => granted();
    advance(minute);
    expect((await tokens.get(tenantA, cached)).accessToken).not.toBe(first.accessToken);
  });

  test('a token with two minutes left or less is not fallen back to', async () => {
    const { tokens, answers, advance } = await tokenFixture();
    await tokens.get(tenantA, cached);
    answers[0] = 'reset';
    advance(57 * minute);
    await expect(tokens.get(tenantA, cached)).resolves.toBeDefined();
    advance(minute + second);
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('a refusal is told although a token is still held', async () => {
    const { tokens, answers, advance } = await tokenFixture();
    await tokens.get(tenantA, cached);
    answers[0] = refusal(7000229);
    advance(56 * minute);
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'refused', aadsts: 7000229 });
  });

  test('a fresh token goes past memory, is remembered, and never falls back', async () => {
    const { tokens, server, answers } = await tokenFixture();
    const old = await tokens.get(tenantA, cached);
    const renewed = await tokens.get(tenantA, fresh);
    expect(renewed.accessToken).not.toBe(old.accessToken);
    expect((await tokens.get(tenantA, cached)).accessToken).toBe(renewed.accessToken);
    expect(server.asked).toHaveLength(2);
    answers[0] = 'reset';
    await expect(tokens.get(tenantA, fresh)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('no capability is declared, and nothing beyond the documented grant is asked', async () => {
    const { tokens, server } = await tokenFixture();
    await tokens.get(tenantA, cached);
    const form = server.asked[0]?.form;
    expect(form?.get('grant_type')).toBe('client_credentials');
    expect(form?.get('scope')).toBe('https://graph.microsoft.com/.default');
    expect(form?.get('client_secret')).toBe('a+b&c=d %e');
    expect(form?.has('claims')).toBe(false);
  });

  test('a region in the environment does not send the request elsewhere', async () => {
    vi.stubEnv('MSAL_FORCE_REGION', 'westeurope');
    vi.stubEnv('REGION_NAME', 'westeurope');
    const { tokens, server } = await tokenFixture();
    await tokens.get(tenantA, cached).finally(() => vi.unstubAllEnvs());
    expect(server.asked.map((asked) => asked.path)).toEqual([`/${tenantA}/oauth2/v2.0/token`]);
  });

  test('a redirect of the token endpoint is not followed', async () => {
    const elsewhere = await tokenFixture();
    const { tokens, answers } = await tokenFixture();
    answers[0] = { status: 307, headers: { location: `${elsewhere.server.url}/steal` } };
    await expect(tokens.get(tenantA, cached)).rejects.toMatchObject({ code: 'unreachable', status: null });
    expect(elsewhere.server.asked).toHaveLength(0);
  });
});
