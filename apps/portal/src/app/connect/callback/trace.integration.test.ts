import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createDatabase } from '@tenantry/db';
import { createInvitation } from '@tenantry/domain';
import { addCustomer } from '@tenantry/emulator';
import { migrateQueue } from '@tenantry/jobs';
import { createLog, startTelemetry } from '@tenantry/runtime';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { beginRuns } from '../../../server/begin-runs.ts';
import { createConnectVisitor, type HandlersUnderTest, startHandlers } from '../../../testing/handlers.ts';
import { type ReceivedSpan, startTraceReceiver } from '../../../testing/trace-receiver.ts';
import { GET as signedIn } from '../../auth/connect/callback/route.ts';
import { POST as consent } from '../consent/route.ts';
import { POST as start } from '../start/route.ts';
import { GET as callback } from './route.ts';

const tenantId = 'e0000000-0000-4000-8000-0000000000aa';
const admin = 'admin@zanzibar.example';
let receiver: Awaited<ReturnType<typeof startTraceReceiver>>;
let stopTelemetry: () => Promise<void>;

beforeAll(async () => {
  receiver = await startTraceReceiver();
  Object.assign(process.env, tracing());
  stopTelemetry = await startTelemetry({
    serviceName: 'tenantry-portal',
    settings: tracing(),
    log: createLog({ name: 'test', level: 'warn' }),
  });
});
afterAll(async () => {
  await stopTelemetry();
  await receiver.close();
});

const tracing = () => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_BSP_SCHEDULE_DELAY: '100',
});

describe.each(['redis', 'postgres'] as const)('with the queue on %s', (kind) => {
  let under: HandlersUnderTest;
  let worker: ChildProcess;

  beforeAll(async () => {
    // A Redis database of its own: the portal has no prefix, and other tests ring there.
    under = await startHandlers({ REDIS_URL: kind === 'redis' ? new URL('/7', inject('redisUrl')).href : '', ...tracing() });
    const { ownerUrl, url } = under.database;
    await migrateQueue({ ownerUrl, appUrl: url });
    await ownDatabase(ownerUrl, new URL(under.emulator.url).host);
    const accounts = [{ username: 'admin', displayName: 'Ada', kind: 'global-admin' as const }];
    const directory = { defaultDomain: 'zanzibar.example', countryCode: 'SE', users: 3, accounts };
    addCustomer(under.emulator.world, { tenantId, name: 'Zanzibar Spices', ...directory });
    worker = startWorker();
  });
  afterAll(async () => {
    const ended = once(worker, 'exit');
    worker.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await under.close();
  });

  test('one trace leads from the return of a consent to the ids of Graph’s requests, and holds no secret and no name', async () => {
    receiver.spans.length = 0;
    const visitor = createConnectVisitor();
    const now = new Date();
    const operator = { kind: 'operator' as const, id: 'test', name: 'test' };
    const invitation = await createInvitation(under.database.database, { label: 'Any', expiresInDays: 1, operator, now });
    const started = await visitor.post(start, '/connect/start', { invitation: invitation.code });
    await visitor.get(signedIn, await visitor.throughEmulator(started, admin));
    const sent = await visitor.post(consent, '/connect/consent', { tenant: tenantId, invitation: invitation.code });
    const back = await visitor.throughEmulator(sent, admin);
    await visitor.get(callback, back);

    const clicked = await span(({ name }) => name === 'consent callback');
    expect(clicked).toMatchObject({ service: 'tenantry-portal', parentSpanId: '' });
    expect(clicked.attributes).toMatchObject({ 'tenantry.outcome': 'returned', 'tenantry.tenant_id': tenantId });

    const proof = await span(({ name }) => name === 'run verify-connection');
    expect(proof).toMatchObject({ service: 'tenantry-worker', traceId: clicked.traceId });
    // Spans are told when they end, the inner ones first.
    const way = ['run verify-connection', 'process prompt', 'add prompt.slip', 'consent callback'];
    await expect.poll(() => wayUp(proof), { timeout: 10_000 }).toEqual(way);
    expect(proof.attributes).toMatchObject({ 'tenantry.tenant_id': tenantId, 'tenantry.job': 'verify-connection' });

    const token = await span(({ name, parentSpanId }) => name === 'token request' && parentSpanId === proof.spanId);
    expect(token.attributes).toMatchObject({ 'tenantry.tenant_id': tenantId, 'http.response.status_code': 200 });
    const call = await span(({ name, parentSpanId }) => name.startsWith('Graph GET') && parentSpanId === proof.spanId);
    expect(call.attributes).toMatchObject({
      'http.request.method': 'GET',
      'url.template': expect.stringMatching(/^\/v1\.0\/[a-z]+$/),
      'http.response.status_code': 200,
      'tenantry.graph.request_id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'tenantry.graph.resource_units': expect.anything(),
    });

    const query = [...new URL(back).searchParams.values()].filter((value) => value.length > 20 && value !== tenantId);
    expect(query).not.toEqual([]);
    tellsNone(query);
  });

  test('a slice that the slip of another brought about links to the span in which its run was begun', async () => {
    receiver.spans.length = 0;
    await expect.poll(() => stateOf(tenantId), { timeout: 20_000 }).toBe('unclaimed');
    await activate(tenantId);
    const actor = { kind: 'operator' as const, id: 'test', name: 'test' };
    const outcome = await beginRuns({
      job: 'directory-sync',
      params: {},
      selection: { kind: 'tenants', tenantIds: [tenantId] },
      actor,
      trigger: 'operator',
    });
    expect(outcome).toMatchObject({ kind: 'started', created: 1 });
    const begun = await span(({ name }) => name === 'start runs');
    const first = await span(({ name }) => name === 'run directory-sync');
    expect(first.traceId).toBe(begun.traceId);

    // As if its slip had been lost: what the sweep rings again is a trace of its own.
    await runAgain();
    const again = await span((one) => one.name === 'run directory-sync' && one.spanId !== first.spanId);
    expect(again.traceId).not.toBe(begun.traceId);
    expect(again.links).toEqual([{ traceId: begun.traceId, spanId: begun.spanId }]);
    expect(again.attributes['tenantry.run_id']).toBe(first.attributes['tenantry.run_id']);
    tellsNone([]);
  });

  const db = () => under.database.database;
  const stateOf = async (id: string) =>
    (await db().asFleet((tx) => tx.connection.findUnique({ where: { tenantId: id } })))?.state;
  const activate = (id: string) =>
    db().asFleet((tx) => tx.connection.update({ where: { tenantId: id }, data: { state: 'active' } }));
  const runAgain = async () => {
    const job = { job: 'directory-sync', state: 'succeeded' as const };
    await expect.poll(() => db().asFleet((tx) => tx.run.count({ where: job })), { timeout: 20_000 }).toBe(1);
    const data = { state: 'waiting' as const, finishedAt: null, rungAt: null };
    await db().asFleet((tx) => tx.run.updateMany({ where: job, data }));
  };

  function startWorker(): ChildProcess {
    const { ENTRA_BASE_URL, GRAPH_BASE_URL, ENTRA_CLIENT_ID, DATABASE_URL, REDIS_URL, PATH, NODE_ENV } = process.env;
    const settings = { ENTRA_BASE_URL, GRAPH_BASE_URL, ENTRA_CLIENT_ID, DATABASE_URL, REDIS_URL, PATH, NODE_ENV, ...tracing() };
    const main = fileURLToPath(new URL('../../../../../worker/src/main.ts', import.meta.url));
    const secret = { ENTRA_CLIENT_SECRET: 'demo-directory-secret', LOG_LEVEL: 'error' };
    return spawn(process.execPath, [main], { env: { ...settings, ...secret }, stdio: ['ignore', 'inherit', 'inherit'] });
  }
});

/** Nothing of all that arrived holds one of these, or a credential, a token, a query or a name. */
function tellsNone(secrets: string[]): void {
  const never = [
    'demo-directory-secret',
    'demo-sign-in-secret',
    'eyJ',
    '$select',
    '$top',
    'token=',
    'Zanzibar',
    'zanzibar',
    'Ada',
    '@',
  ];
  expect([...secrets, ...never].filter((secret) => receiver.raw().includes(secret))).toEqual([]);
}

/** A span that has arrived, or arrives. */
async function span(fits: (span: ReceivedSpan) => boolean): Promise<ReceivedSpan> {
  let found: ReceivedSpan | undefined;
  const look = () => {
    found = receiver.spans.find(fits);
    return found;
  };
  await expect.poll(look, { timeout: 30_000, interval: 50 }).toBeDefined();
  return found as ReceivedSpan;
}

/** Names of a span and of what it belongs to, up to the root. */
function wayUp(from: ReceivedSpan): string[] {
  const parent = receiver.spans.find(({ spanId }) => spanId === from.parentSpanId);
  return [from.name, ...(parent === undefined ? [] : wayUp(parent))];
}

/** The template database belongs to another sign-in host; nothing but a test may change that. */
async function ownDatabase(ownerUrl: string, signInHost: string): Promise<void> {
  const owner = createDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'test-owner' });
  await owner.asFleet(async (tx) => {
    await tx.$executeRaw`reset role`;
    await tx.$executeRaw`update installation set sign_in_host = ${signInHost}`;
  });
  await owner.close();
}
