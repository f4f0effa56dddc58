import { randomUUID } from 'node:crypto';
import { Queue as BullQueue, createPostgresBackend, withBackend } from 'bullmq';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { migrateQueue } from './migrate-queue.ts';
import { createQueue, type Queue } from './queue.ts';
import type { Slip } from './slip.ts';

// As scripts/services/vitest-services.ts provides them.
declare module 'vitest' {
  interface ProvidedContext {
    postgres: { ownerUrl: string; appUrl: string; template: string };
    redisUrl: string;
  }
}

const database = `jobs_${randomUUID().replaceAll('-', '')}`;
const urls = () => {
  const { ownerUrl, appUrl } = inject('postgres');
  return { ownerUrl: `${ownerUrl}/${database}`, databaseUrl: `${appUrl}/${database}`, serverUrl: `${ownerUrl}/postgres` };
};

async function asOwner(url: string, statement: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client.query(statement).finally(() => client.end());
}

beforeAll(async () => {
  await asOwner(urls().serverUrl, `create database ${database}`);
  const { ownerUrl, databaseUrl } = urls();
  await Promise.all([1, 2, 3].map(() => migrateQueue({ ownerUrl, appUrl: databaseUrl })));
});
afterAll(() => asOwner(urls().serverUrl, `drop database ${database} with (force)`));

const slip = (slice = 0, lane: Slip['lane'] = 'bulk', runId: string = randomUUID()): Slip => ({ runId, slice, ring: 1, lane });

describe.each(['redis', 'postgres'] as const)('the queue on %s', (kind) => {
  const prefix = `test-${randomUUID()}`;
  const opened: Queue[] = [];
  const reports: string[] = [];
  const open = (role: 'ring' | 'work' = 'work') => {
    const queue = createQueue({
      ...(kind === 'redis' ? { redisUrl: inject('redisUrl'), prefix } : {}),
      databaseUrl: urls().databaseUrl,
      role,
      report: (message) => reports.push(message),
    });
    opened.push(queue);
    return queue;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
    reports.length = 0;
  });

  test('hands every slip over once, each on its lane', async () => {
    const queue = open();
    const slips = [slip(), slip(1), slip(0, 'prompt')];
    const got: Slip[] = [];
    await queue.work('bulk', { concurrency: 2, handle: async (one) => void got.push(one) });
    await queue.work('prompt', { concurrency: 2, handle: async (one) => void got.push(one) });
    await open('ring').ring(slips);
    await vi.waitFor(() => expect(got).toHaveLength(3), 10_000);
    expect(got.toSorted(byRun)).toEqual(slips.toSorted(byRun));
    await vi.waitFor(async () => expect(await queue.lanesIdle()).toEqual({ prompt: true, bulk: true, long: true }));
  });

  test('leaves slips to others while a lane is paused, and takes them after that', async () => {
    const [paused, other] = [open(), open()];
    const got: string[] = [];
    const take = (queue: Queue, who: string) =>
      queue.work('bulk', { concurrency: 2, handle: async ({ runId }) => void got.push(`${who} ${runId}`) });
    const lane = await take(paused, 'paused');
    const first = slip();
    await paused.ring([first]);
    await vi.waitFor(() => expect(got).toEqual([`paused ${first.runId}`]), 10_000);
    await lane.pause();
    const rest = Array.from({ length: 12 }, () => slip());
    await open('ring').ring(rest);
    const helper = await take(other, 'other');
    await vi.waitFor(() => expect(got).toHaveLength(13), 10_000);
    // Two may have been on their way already.
    expect(got.filter((line) => line.startsWith('other')).length).toBeGreaterThanOrEqual(10);
    await helper.stop();
    const last = slip();
    await lane.resume();
    await open('ring').ring([last]);
    await vi.waitFor(() => expect(got.at(-1)).toBe(`paused ${last.runId}`), 10_000);
  });

  test('takes the same id again after it was worked off, and after its handler failed', async () => {
    const queue = open();
    let calls = 0;
    await queue.work('bulk', {
      concurrency: 1,
      handle: async () => {
        calls += 1;
        throw new Error('no');
      },
    });
    const same = slip();
    await queue.ring([same]);
    await vi.waitFor(() => expect(calls).toBe(1), 10_000);
    await vi.waitFor(async () => {
      await queue.ring([same]);
      expect(calls).toBeGreaterThan(1);
    }, 10_000);
    expect(reports).toContain('a slip was dropped because its handler failed');
  });

  test('says which lane has slips waiting', async () => {
    const queue = open('ring');
    await queue.ring([slip()]);
    expect(await queue.lanesIdle()).toEqual({ prompt: true, bulk: false, long: true });
    const got: Slip[] = [];
    await open().work('bulk', { concurrency: 1, handle: async (one) => void got.push(one) });
    await vi.waitFor(() => expect(got).toHaveLength(1), 10_000);
  });

  test('throws rubbish away, reports it and goes on', async () => {
    const raw =
      kind === 'redis'
        ? new BullQueue('bulk', { connection: { url: inject('redisUrl') }, prefix })
        : new (withBackend(createPostgresBackend).Queue)('bulk', {
            connection: urls().databaseUrl,
          });
    await raw.add('slip', { hello: 'world' }, { removeOnComplete: true });
    const queue = open();
    const good = slip();
    await queue.ring([good]);
    const got: Slip[] = [];
    await queue.work('bulk', { concurrency: 1, handle: async (one) => void got.push(one) });
    await vi.waitFor(() => expect(got).toEqual([good]), 10_000);
    expect(reports).toContain('a slip that is not one was thrown away');
    await vi.waitFor(async () =>
      expect(await raw.getJobCounts('failed', 'completed', 'active', 'waiting')).toEqual({
        failed: 0,
        completed: 0,
        active: 0,
        waiting: 0,
      }),
    );
    await raw.close();
  });

  test('stops a lane after the slip in hand and leaves the rest waiting', async () => {
    const queue = open();
    const begun: Slip[] = [];
    const gate = Promise.withResolvers<void>();
    const lane = await queue.work('bulk', {
      concurrency: 1,
      handle: async (one) => {
        begun.push(one);
        await gate.promise;
      },
    });
    await queue.ring([slip(), slip()]);
    await vi.waitFor(() => expect(begun).toHaveLength(1), 10_000);
    const stopped = lane.stop();
    gate.resolve();
    await stopped;
    expect(begun).toHaveLength(1);
    expect((await queue.lanesIdle()).bulk).toBe(false);
    const rest: Slip[] = [];
    await open().work('bulk', { concurrency: 1, handle: async (one) => void rest.push(one) });
    await vi.waitFor(() => expect(rest).toHaveLength(1), 10_000);
  });

  test('rings thousands of slips at once', async () => {
    const queue = open('ring');
    const many = Array.from({ length: 3000 }, () => slip(0, 'prompt'));
    const seen = new Set<string>();
    await open().work('prompt', { concurrency: 20, handle: async ({ runId }) => void seen.add(runId) });
    await queue.ring(many);
    await vi.waitFor(() => expect(seen.size).toBe(3000), 30_000);
  });
});

const byRun = (a: Slip, b: Slip) => a.runId.localeCompare(b.runId);

describe('a queue that cannot be used', () => {
  test('says that Redis does not answer, where, and what to do, without the password', async () => {
    const queue = createQueue({
      redisUrl: 'redis://user:s3cret@127.0.0.1:1',
      databaseUrl: urls().databaseUrl,
      role: 'work',
      report: () => {},
    });
    const refusal = await queue.ping().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'QueueError', code: 'unreachable', message: expect.stringContaining('127.0.0.1:1') });
    expect(String(refusal)).not.toContain('s3cret');
    await queue.close();
  });

  test('says that PostgreSQL does not answer', async () => {
    const queue = createQueue({ databaseUrl: 'postgresql://u:p@127.0.0.1:1/x', role: 'work', report: () => {} });
    await expect(queue.ping()).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('127.0.0.1:1') });
    await queue.close();
  });

  test('says that the migrations are missing', async () => {
    const { appUrl, template } = inject('postgres');
    const queue = createQueue({ databaseUrl: `${appUrl}/${template}`, role: 'work', report: () => {} });
    await expect(queue.ping()).rejects.toMatchObject({ code: 'not-migrated' });
    await queue.close();
  });

  test('lets no lane begin where the migrations are missing, and nothing ask for slips there', async () => {
    const { appUrl, template } = inject('postgres');
    const reports: string[] = [];
    const queue = createQueue({ databaseUrl: `${appUrl}/${template}`, role: 'work', report: (message) => reports.push(message) });
    const beginning = queue.work('bulk', { concurrency: 1, handle: async () => {} });
    await expect(beginning).rejects.toMatchObject({
      code: 'not-migrated',
      message: expect.stringContaining('run the migrations'),
    });
    await queue.close();
    expect(reports).toEqual([]);
  });

  test.each([
    { kind: 'Redis', redisUrl: 'redis://127.0.0.1:1' },
    { kind: 'PostgreSQL', redisUrl: undefined },
  ])('lets no lane begin while $kind is away', { timeout: 20_000 }, async ({ redisUrl }) => {
    const queue = createQueue({ redisUrl, databaseUrl: 'postgresql://u:p@127.0.0.1:1/x', role: 'work', report: () => {} });
    const beginning = queue.work('bulk', { concurrency: 1, handle: async () => {} });
    await expect(beginning).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('127.0.0.1:1') });
    await queue.close();
  });

  test('reports slips it could not ring instead of failing the caller', async () => {
    const reports: string[] = [];
    const away = createQueue({
      redisUrl: 'redis://127.0.0.1:1',
      databaseUrl: '',
      role: 'ring',
      report: (message) => reports.push(message),
    });
    await away.ring([slip()]);
    expect(reports).toContain('slips could not be put on the queue and wait for the sweep');
    await away.close();
  });
});
