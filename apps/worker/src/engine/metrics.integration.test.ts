import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Worker } from '../create-worker.ts';
import { startTestWorld, type TestWorld } from '../testing/test-world.ts';

let world: TestWorld;
let worker: Worker;
let address: string;

beforeAll(async () => {
  world = await startTestWorld('postgres');
  const port = await freePort();
  world.settings.METRICS_PORT = port;
  address = `http://127.0.0.1:${port}/metrics`;
  worker = await world.startWorker();
});
afterAll(() => world.close());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function scrape(): Promise<{ text: string; samples: Record<string, number> }> {
  const text = await (await fetch(address)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return { text, samples: Object.fromEntries(lines.map((line) => [line.split(' ')[0], Number(line.split(' ')[1])])) };
}

test('a worker counts slices, pages, requests and tokens as they are, and names no tenant', async () => {
  const tenantId = await world.connect({
    name: 'Zanzibar Spices',
    defaultDomain: 'zanzibar.example',
    countryCode: 'SE',
    users: 2500,
  });
  await world.untilState(tenantId, 'active');
  const run = await world.sync(tenantId);
  expect(run.state).toBe('succeeded');

  const { text, samples } = await scrape();
  expect(samples).toMatchObject({
    'tenantry_slices_ended_total{job="verify-connection",outcome="succeeded"}': 1,
    'tenantry_slices_ended_total{job="directory-sync",outcome="succeeded"}': 1,
    tenantry_graph_throttled_total: 0,
    tenantry_slices_running: 0,
  });
  expect(samples['tenantry_page_rows_total{job="directory-sync"}']).toBeGreaterThanOrEqual(2500);
  expect(samples['tenantry_pages_written_total{job="directory-sync"}']).toBeGreaterThanOrEqual(3);
  expect(samples['tenantry_slice_duration_seconds_count{job="directory-sync"}']).toBeGreaterThanOrEqual(1);
  expect(samples['tenantry_graph_requests_total{status="2xx"}']).toBe(samples.tenantry_graph_request_duration_seconds_count);
  const asked = world.counter(tenantId, 'graphRequests') + world.counter(tenantId, 'batchItems');
  expect(samples['tenantry_graph_requests_total{status="2xx"}']).toBe(asked);
  expect(samples.tenantry_graph_resource_units_total).toBe(world.counter(tenantId, 'resourceUnits'));
  expect(samples['tenantry_token_requests_total{outcome="issued"}']).toBe(world.counter(tenantId, 'tokensIssued'));
  for (const told of ['anzibar', tenantId, 'demo-directory-secret', run.id]) expect(text).not.toContain(told);
});

test('a second worker on the same port says which setting to mend, and a worker that has closed answers no more', async () => {
  await expect(world.startWorker()).rejects.toMatchObject({
    name: 'SettingsError',
    message: expect.stringContaining('METRICS_PORT'),
  });
  await worker.close('the test is over');
  await expect(fetch(address)).rejects.toThrow();
});
