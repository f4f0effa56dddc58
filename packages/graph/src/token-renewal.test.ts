import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { onLoopback, sendError, sendJson } from './loopback.ts';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const challenge = (encoded: string) =>
  `Bearer realm="", authorization_uri="https://login.example/common/oauth2/authorize", client_id="00000003", error="insufficient_claims", claims="${encoded}"`;
const tokens = () => {
  let nth = 0;
  return vi.fn(async (_options?: { fresh: boolean; claims?: string }) => `token-${++nth}`);
};

describe('a refused token', () => {
  it('is replaced by a fresh one, and the request is repeated', async () => {
    const getToken = tokens();
    const { graph, asked } = await onLoopback(
      ({ headers }, response) =>
        headers.authorization === 'Bearer token-2'
          ? sendJson(response, { ok: true })
          : sendError(response, 401, 'InvalidAuthenticationToken'),
      { getToken },
    );
    expect(await graph.get('/organization', z.object({ ok: z.boolean() }))).toEqual({ ok: true });
    expect(getToken.mock.calls).toEqual([[undefined], [{ fresh: true }]]);
    expect(asked[0]?.headers['client-request-id']).not.toBe(asked[1]?.headers['client-request-id']);
  });

  it('is replaced once only', async () => {
    const getToken = tokens();
    const { graph, asked } = await onLoopback((_, response) => sendError(response, 401, 'InvalidAuthenticationToken'), {
      getToken,
    });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({
      code: 'unauthorized',
      graphCode: 'InvalidAuthenticationToken',
    });
    expect([asked.length, getToken.mock.calls.length]).toEqual([2, 2]);
  });

  it.each(['Authorization_IdentityNotFound', 'Authorization_IdentityDisabled'])('is not replaced for %s', async (code) => {
    const getToken = tokens();
    const { graph, asked } = await onLoopback((_, response) => sendError(response, 401, code), { getToken });
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'unauthorized', graphCode: code });
    expect([asked.length, getToken.mock.calls.length]).toEqual([1, 1]);
  });

  it('is not replaced for a 403', async () => {
    const { graph, asked } = await onLoopback((_, response) => sendError(response, 403, 'InvalidAuthenticationToken'));
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'forbidden' });
    expect(asked).toHaveLength(1);
  });

  it('fails the request with what getToken throws', async () => {
    const refusal = new Error('consent is gone');
    const { graph, asked } = await onLoopback((_, response) => sendJson(response, {}), {
      getToken: () => Promise.reject(refusal),
    });
    await expect(graph.get('/users', z.unknown())).rejects.toBe(refusal);
    expect(asked).toHaveLength(0);
  });
});

describe('a claims challenge', () => {
  it.each(['base64', 'base64url'] as const)('is answered with a token for the claims decoded from %s', async (encoding) => {
    const getToken = tokens();
    const { graph } = await onLoopback(
      (_, response, nth) =>
        nth === 1
          ? sendError(response, 401, 'InvalidAuthenticationToken', {
              'www-authenticate': challenge(Buffer.from(claims).toString(encoding)),
            })
          : sendJson(response, { ok: true }),
      { getToken },
    );
    expect(await graph.get('/users', z.unknown())).toEqual({ ok: true });
    expect(getToken.mock.calls).toEqual([[undefined], [{ fresh: true, claims }]]);
  });

  it('is answered once only', async () => {
    const { graph, asked } = await onLoopback((_, response) =>
      sendError(response, 401, 'TokenNotAccepted', { 'www-authenticate': challenge(Buffer.from(claims).toString('base64')) }),
    );
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['is no base64 of JSON', challenge('rubbish')],
    ['is no JSON object', challenge(Buffer.from('"text"').toString('base64'))],
    ['is a list', challenge(Buffer.from('[]').toString('base64'))],
    ['has another error', challenge(Buffer.from(claims).toString('base64')).replace('insufficient_claims', 'invalid_token')],
    ['has no claims', 'Bearer realm="", error="insufficient_claims"'],
  ])('that %s is not answered', async (_, header) => {
    const { graph, asked } = await onLoopback((_asked, response) =>
      sendError(response, 401, 'Other', { 'www-authenticate': header }),
    );
    await expect(graph.get('/users', z.unknown())).rejects.toMatchObject({ code: 'unauthorized' });
    expect(asked).toHaveLength(1);
  });
});
