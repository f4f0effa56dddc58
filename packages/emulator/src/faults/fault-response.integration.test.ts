import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addCustomer } from '../customers/add-customer.ts';
import { directoryRegistrationClientId as clientId, homeTenantId } from '../customers/registrations.ts';
import { type Emulator, startEmulator } from '../start-emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ customers: 'none' });
});
afterAll(() => emulator.close());
afterEach(() => fetch(`${emulator.url}/_emulator/faults`, { method: 'DELETE' }));

async function arm(fault: Record<string, unknown>) {
  const answer = await fetch(`${emulator.url}/_emulator/faults`, {
    method: 'POST',
    body: JSON.stringify({ target: 'token', count: 1, fault }),
  });
  expect(answer.status).toBe(200);
}

function ask({
  signal = null,
  tenantId = homeTenantId,
}: {
  signal?: AbortSignal | null;
  tenantId?: string;
} = {}): Promise<Response> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: 'demo-directory-secret',
    scope: 'https://graph.microsoft.com/.default',
  });
  return fetch(`${emulator.url}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body, signal });
}

describe('an armed fault', () => {
  it.each([
    ['seconds', /^7$/],
    ['decimal', /^6\.250$/],
    ['date', /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/],
    ['garbage', /^soon$/],
  ])('throttles with Retry-After as %s', async (retryAfter, form) => {
    await arm({ kind: 'throttled', retryAfter, retryAfterSeconds: 6.25, scope: 'Application/ReadWrite/x' });
    const answer = await ask();
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toMatch(form);
    expect(answer.headers.get('x-ms-throttle-scope')).toBe('Application/ReadWrite/x');
  });

  it('throttles without Retry-After', async () => {
    await arm({ kind: 'throttled', retryAfter: 'missing' });
    const answer = await ask();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null]);
  });

  it.each([
    [{ kind: 'server-error', status: 500 }, 500, /generalException/],
    [{ kind: 'server-error', status: 503 }, 503, /serviceNotAvailable/],
    [{ kind: 'empty-json' }, 503, /^\{\}$/],
    [{ kind: 'bad-gateway' }, 502, /^<html>/],
    [{ kind: 'rubbish' }, 200, /^\{"token_type":"Bea$/],
    [{ kind: 'no-token' }, 200, /"expires_in"/],
    [{ kind: 'entra-error', error: 'temporarily_unavailable', aadsts: 90033 }, 400, /AADSTS90033: [\s\S]*Trace ID/],
  ])('answers %o, and the next request is answered as ever', async (fault, status, body) => {
    await arm(fault);
    const answer = await ask();
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).toMatch(body);
    expect(text).not.toContain('access_token');
    const next = (await (await ask()).json()) as Record<string, unknown>;
    expect(next).toHaveProperty('access_token');
  });

  it('resets the connection', async () => {
    await arm({ kind: 'reset' });
    await expect(ask()).rejects.toThrow('fetch failed');
    expect((await ask()).status).toBe(200);
  });

  it('cuts the connection off in the middle of an answer', async () => {
    await arm({ kind: 'cut-off' });
    const answer = await ask();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    await expect(answer.text()).rejects.toThrow(/terminated/);
    expect((await ask()).status).toBe(200);
  });

  it.each(['cut-off', 'reset'])('of one item (%s) ends the whole batch, and nothing is said after it', async (kind) => {
    const { tenantId } = addCustomer(emulator.world, { users: 3 });
    const post = (path: string, body: object, headers = {}) =>
      fetch(`${emulator.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
    await post(`/_emulator/tenants/${tenantId}/service-principals/${clientId}/grant`, {});
    const { access_token } = (await (await ask({ tenantId })).json()) as { access_token: string };
    const rule = { target: 'graph', pathPrefix: '/v1.0/users', count: 1, fault: { kind } };
    await post('/_emulator/faults', rule);
    const complaints = vi.spyOn(console, 'error');
    const requests = ['/organization', '/users', '/users'].map((url, id) => ({ id: `${id}`, method: 'GET', url }));
    const batch = () => post('/v1.0/$batch', { requests }, { authorization: `Bearer ${access_token}` });
    await expect(batch().then((answer) => answer.text())).rejects.toThrow(/terminated|fetch failed/);
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
    expect(await (await batch()).json()).toMatchObject({ responses: [{ status: 200 }, { status: 200 }, { status: 200 }] });
  });

  it('never answers, until the caller gives up', async () => {
    await arm({ kind: 'hang' });
    const waiting = new AbortController();
    const asked = ask({ signal: waiting.signal });
    const first = await Promise.race([
      asked.then(() => 'answered'),
      fetch(`${emulator.url}/_emulator/clock`).then(() => 'others go on'),
    ]);
    expect(first).toBe('others go on');
    waiting.abort();
    await expect(asked).rejects.toThrow(/abort/i);
  });

  it('does not keep the emulator from closing while a request hangs', async () => {
    const other = await startEmulator({ customers: 'none' });
    other.world.faults.push({
      id: 'h',
      target: 'graph',
      tenantId: null,
      pathPrefix: null,
      remaining: 1,
      share: 1,
      fault: { kind: 'hang' },
    });
    const hanging = fetch(`${other.url}/v1.0/users`).catch((error: Error) => error.message);
    await other.close();
    expect(await hanging).toBeTypeOf('string');
  });
});
