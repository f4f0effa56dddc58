import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { bearsToken } from './bearer-token.ts';
import { isLoopbackHost, metricsContentType, serveMetrics } from './serve-metrics.ts';

const token = 'a-token-of-the-tests';

async function serve(options: Partial<Parameters<typeof serveMetrics>[0]> = {}) {
  const server = await serveMetrics({ port: 0, token: undefined, text: async () => 'a 1\n', ...options });
  onTestFinished(() => server.close());
  return server;
}

/** Asks by plain HTTP, because fetch sets the Host header by itself. */
function ask(port: number, path = '/metrics', options: { method?: string; headers?: Record<string, string> } = {}) {
  return new Promise<{ status: number | undefined; type: string | undefined; body: string }>((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, ...options }, async (response) => {
      let body = '';
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode, type: response.headers['content-type'], body });
    });
    asking.on('error', reject).end();
  });
}

test('without a token it answers this machine, by a loopback name alone', async () => {
  const { port } = await serve();
  expect(await ask(port)).toEqual({ status: 200, type: metricsContentType, body: 'a 1\n' });
  expect((await ask(port, '/metrics?x=1', { headers: { host: `localhost:${port}` } })).status).toBe(200);
  expect((await ask(port, '/metrics', { headers: { host: 'evil.example' } })).status).toBe(401);
});

test('with a token it answers whoever shows it, and nobody else', async () => {
  const { port } = await serve({ token });
  expect((await ask(port, '/metrics', { headers: { host: 'worker:9464', authorization: `Bearer ${token}` } })).status).toBe(200);
  for (const authorization of ['', `Bearer ${token}x`, `Basic ${token}`, 'Bearer ', token]) {
    expect(await ask(port, '/metrics', { headers: { authorization } })).toMatchObject({
      status: 401,
      body: expect.not.stringContaining('a 1'),
    });
  }
});

test('there is nothing else, and nothing but GET', async () => {
  const { port } = await serve();
  expect((await ask(port, '/')).status).toBe(404);
  expect((await ask(port, '/metrics/')).status).toBe(404);
  expect((await ask(port, '/metrics', { method: 'POST' })).status).toBe(405);
});

test('figures that cannot be read are an error of the server, told without its cause', async () => {
  const { port } = await serve({ text: () => Promise.reject(new Error('s3cret')) });
  expect(await ask(port)).toMatchObject({ status: 500, body: expect.not.stringContaining('s3cret') });
});

test('a port that is taken is a setting to mend', async () => {
  const { port } = await serve();
  await expect(serve({ port })).rejects.toMatchObject({
    name: 'SettingsError',
    message: expect.stringContaining('METRICS_PORT'),
  });
});

test.each([
  ['localhost:9464', true],
  ['127.0.0.1', true],
  ['[::1]:3000', true],
  ['localhost.evil.example', false],
  ['evil.example', false],
  ['', false],
  [undefined, false],
  ['a b', false],
])('the host %s is loopback: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});

test.each([
  [`Bearer ${token}`, true],
  [`bearer ${token}`, true],
  [`Bearer ${token} `, false],
  [`Bearer ${token.slice(1)}`, false],
  ['Bearer', false],
  [null, false],
])('an Authorization of %s shows the token: %s', (authorization, expected) => {
  expect(bearsToken(authorization, token)).toBe(expected);
});
