import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../people/actor.ts';
import { permissionManifest } from '../permission-manifest.ts';
import { type Claim, claimRun, commitPage, LostClaim, renewLease } from './claim.ts';
import { endSlice } from './end-slice.ts';
import type { Failure } from './failure-outcome.ts';
import type { Selection } from './selection.ts';
import type { Slip } from './slip.ts';
import { startRuns } from './start-runs.ts';
import { sweep } from './sweep.ts';

let test: TestDatabase;
let rung: Slip[];
const begun = new Date('2026-03-01T12:00:00Z');
const operator: Actor = { kind: 'operator', id: 'op', name: 'Olga Operator' };
const granted = permissionManifest.permissions.map(({ value }) => value);
const ring = async (slips: Slip[]) => void rung.push(...slips);
const after = (ms: number) => new Date(begun.getTime() + ms);
const minute = 60_000;
const leaseMs = 15_000;
const progress = { phase: 'users', done: 1, expected: null, pages: 1, counts: {} };
const never = { prompt: false, bulk: false, long: false };
const throttled: Failure = {
  domain: 'throttled',
  code: 'throttled',
  message: 'throttled',
  detail: { status: 429 },
  retryAfterMs: 30_000,
  scope: 'tenant',
};
const broken: Failure = { domain: 'our-bug', code: 'Request_BadRequest', message: 'bad', detail: { status: 400 } };

const tenantIdOf = (index: number) => `c0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  rung = [];
  await test.database.asFleet(async (tx) => {
    await tx.tenant.deleteMany();
    await tx.fleetState.updateMany({ data: { notBefore: null, credentialBrokenSince: null } });
    for (const index of [1, 2, 3]) {
      await tx.tenant.create({ data: { tenantId: tenantIdOf(index), name: `Tenant ${index}` } });
      await tx.connection.create({
        data: { tenantId: tenantIdOf(index), state: 'active', manifestVersion: 1, grantedPermissions: granted },
      });
    }
  });
});

const start = (tenantIds: string[] | 'all', now = begun) => {
  const selection: Selection = tenantIds === 'all' ? { kind: 'all' } : { kind: 'tenants', tenantIds };
  return startRuns(test.database, ring, {
    job: 'directory-sync',
    params: {},
    selection,
    actor: operator,
    trigger: 'operator',
    now,
  });
};
const claim = (slip: Slip | undefined, now = begun, workerId = 'worker-1') => {
  if (slip === undefined) throw new Error('nothing was rung');
  return claimRun(test.database, slip, { workerId, now, leaseMs });
};
async function startAndClaim(): Promise<Claim> {
  await start([tenantIdOf(1)]);
  const got = await claim(rung[0]);
  if (got === null) throw new Error('not claimed');
  return got;
}
const commit = (held: Claim, checkpoint: unknown, now = begun) =>
  commitPage(test.database, held, { now, leaseMs, write: async () => ({ checkpoint, progress }) });
const row = (runId: string) => test.database.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id: runId } }));

describe('a claim', () => {
  it('is given once for a slip, however often the slip is delivered', async () => {
    await start([tenantIdOf(1)]);
    const claims = await Promise.all([1, 2, 3].map((worker) => claim(rung[0], begun, `worker-${worker}`)));
    expect(claims.filter((one) => one !== null)).toHaveLength(1);
  });

  it('takes tenant and job from the row and ignores a slip of an unknown run, an old ring or another slice', async () => {
    await start([tenantIdOf(1)]);
    const slip = rung[0] as Slip;
    for (const forged of [
      { ...slip, runId: '00000000-0000-7000-8000-000000000000' },
      { ...slip, ring: slip.ring - 1 },
      { ...slip, slice: slip.slice + 1 },
    ]) {
      expect(await claim(forged)).toBeNull();
    }
    expect(await claim(slip)).toMatchObject({ tenantId: tenantIdOf(1), job: 'directory-sync', fence: 1 });
  });

  it('that was lost can write nothing: neither page, nor end, nor lease', async () => {
    const first = await startAndClaim();
    await commit(first, { page: 1 });
    const slips = await sweep(test.database, { now: after(20_000), idleLanes: never });
    const second = await claim(slips[0], after(20_000), 'worker-2');
    expect(second).toMatchObject({ runId: first.runId, fence: 2, checkpoint: { page: 1 } });
    await expect(commit(first, { page: 99 }, after(20_000))).rejects.toThrow(LostClaim);
    await expect(endSlice(test.database, first, { kind: 'done', state: 'succeeded', result: {} }, after(20_000))).rejects.toThrow(
      LostClaim,
    );
    expect(await renewLease(test.database, first, { now: after(20_000), leaseMs })).toBe('lost');
    expect(await row(first.runId)).toMatchObject({ state: 'running', checkpoint: { page: 1 }, claimedBy: 'worker-2' });
  });

  it('that was lost has sent all of its page before its transaction ends', async () => {
    const lost = await startAndClaim();
    await sweep(test.database, { now: after(20_000), idleLanes: never });
    let sent = false;
    const write = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      sent = true;
      return { checkpoint: { page: 99 }, progress: { phase: 'users', done: 0, expected: null, pages: 0, counts: {} } };
    };
    await expect(commitPage(test.database, lost, { now: after(20_000), leaseMs, write })).rejects.toThrow(LostClaim);
    expect(sent).toBe(true);
    expect((await row(lost.runId)).checkpoint).not.toEqual({ page: 99 });
  });

  it('rolls the checkpoint back together with the page when the page cannot be written', async () => {
    const held = await startAndClaim();
    await commit(held, { page: 1 });
    const write = async () => {
      throw new Error('disk full');
    };
    await expect(commitPage(test.database, held, { now: begun, leaseMs, write })).rejects.toThrow('disk full');
    expect((await row(held.runId)).checkpoint).toEqual({ page: 1 });
  });
});

describe('the dispatcher', () => {
  it('puts one run of a tenant on the queue, and the next when it has ended', async () => {
    await start([tenantIdOf(1)]);
    await start([tenantIdOf(1)], after(1));
    expect(rung).toHaveLength(1);
    const held = (await claim(rung[0])) as Claim;
    const [next, ...more] = await endSlice(test.database, held, { kind: 'done', state: 'succeeded', result: {} }, after(10));
    expect(more).toEqual([]);
    expect(next?.runId).not.toBe(held.runId);
    expect(await claim(next, after(10))).not.toBeNull();
  });

  it('rings a run again after its turn, with a new slip, among the runs that did not end within one', async () => {
    const held = await startAndClaim();
    const slips = await endSlice(test.database, held, { kind: 'more' }, after(2000));
    expect(slips).toEqual([{ runId: held.runId, slice: 1, ring: 2, lane: 'long' }]);
  });

  it('leaves a run that only waits, and a proof, on their lanes', async () => {
    const held = await startAndClaim();
    await endSlice(test.database, held, { kind: 'wait', until: after(3000), reason: 'budget' }, after(2000));
    expect((await row(held.runId)).lane).toBe('bulk');
    await test.database.asFleet((tx) => tx.run.update({ where: { id: held.runId }, data: { lane: 'prompt' } }));
    const [slip] = await sweep(test.database, { now: after(3000), idleLanes: never });
    const again = (await claim(slip, after(3000))) as Claim;
    const slips = await endSlice(test.database, again, { kind: 'more' }, after(4000));
    expect(slips).toMatchObject([{ runId: held.runId, lane: 'prompt' }]);
  });

  it('starts a batch over all tenants and rings one run of each', async () => {
    const started = await start('all');
    expect(started).toMatchObject({ kind: 'started', batchId: expect.any(String), created: 3, skipped: { counts: {} } });
    expect(new Set(rung.map(({ runId }) => runId)).size).toBe(3);
  });

  it('refuses an unknown job and wrong parameters before anything is written', async () => {
    const wish = { params: {}, selection: { kind: 'all' as const }, actor: operator, trigger: 'operator' as const, now: begun };
    expect(await startRuns(test.database, ring, { ...wish, job: 'no-such-job' })).toMatchObject({
      kind: 'refused',
      problems: [{ field: 'job' }],
    });
    const wrong = await startRuns(test.database, ring, { ...wish, job: 'directory-sync', params: { fullPass: 'yes' } });
    expect(wrong).toMatchObject({ kind: 'refused', problems: [{ field: 'params.fullPass' }] });
    expect(await test.database.asFleet((tx) => tx.run.count())).toBe(0);
  });
});

describe('a throttled tenant', () => {
  it('is put down until Retry-After has passed, with all its runs, while others go on', async () => {
    const held = await startAndClaim();
    await start([tenantIdOf(1)], after(1));
    await start([tenantIdOf(2)], after(1));
    expect(await endSlice(test.database, held, { kind: 'fail', failure: throttled }, begun)).toEqual([]);
    const other = (await claim(rung[1], after(2))) as Claim;
    expect(other.tenantId).toBe(tenantIdOf(2));
    await endSlice(test.database, other, { kind: 'done', state: 'succeeded', result: {} }, after(1000));
    expect(await sweep(test.database, { now: after(29_000), idleLanes: never })).toEqual([]);
    const [slip] = await sweep(test.database, { now: after(32_000), idleLanes: never });
    expect(slip?.runId).toBe(held.runId);
    expect(await row(held.runId)).toMatchObject({ attempt: 0, errorCode: null });
  });

  it('cannot be claimed by a slip that was already on the queue', async () => {
    await start([tenantIdOf(1)]);
    await test.database.asFleet((tx) =>
      tx.connection.updateMany({ where: { tenantId: tenantIdOf(1) }, data: { notBefore: after(minute) } }),
    );
    expect(await claim(rung[0], after(1000))).toBeNull();
    const [slip] = await sweep(test.database, { now: after(minute + 1), idleLanes: never });
    expect(await claim(slip, after(minute + 2))).not.toBeNull();
  });

  it('parks all tenants when the throttle concerns the app', async () => {
    const held = await startAndClaim();
    await start([tenantIdOf(2)], after(1));
    await endSlice(test.database, held, { kind: 'fail', failure: { ...throttled, scope: 'application' } }, begun);
    expect(await claim(rung[1], after(1000))).toBeNull();
    expect((await sweep(test.database, { now: after(32_000), idleLanes: never })).length).toBe(2);
  });
});

describe('the sweep', () => {
  it('rings a lost slip again, at once when the queue is empty', async () => {
    await start([tenantIdOf(1)]);
    expect(await sweep(test.database, { now: after(11_000), idleLanes: never })).toEqual([]);
    const [again] = await sweep(test.database, { now: after(11_000), idleLanes: { prompt: true, bulk: true, long: false } });
    expect(again).toMatchObject({ runId: rung[0]?.runId, ring: 2 });
    expect(await claim(rung[0], after(11_000))).toBeNull();
    expect(await claim(again, after(11_000))).not.toBeNull();
  });

  it('gives up a run that loses its workers again and again without a page', async () => {
    const { runId } = await startAndClaim();
    let now = begun;
    for (let loss = 0; loss < 20 && (await row(runId)).state !== 'failed'; loss += 1) {
      now = new Date(now.getTime() + 20_000);
      const [slip] = await sweep(test.database, { now, idleLanes: never });
      if (slip !== undefined) await claim(slip, now);
    }
    expect(await row(runId)).toMatchObject({ state: 'failed', errorCode: 'worker-lost', errorDomain: 'our-bug' });
  });

  it('makes a heartbeat due and begins no second proof beside one that runs', async () => {
    await test.database.asFleet((tx) =>
      tx.connection.updateMany({ where: { tenantId: tenantIdOf(1) }, data: { heartbeatDueAt: begun } }),
    );
    const slips = await sweep(test.database, { now: after(1), idleLanes: never });
    expect(slips).toMatchObject([{ lane: 'prompt' }]);
    await test.database.asFleet((tx) =>
      tx.connection.updateMany({ where: { tenantId: tenantIdOf(1) }, data: { heartbeatDueAt: begun } }),
    );
    expect(await sweep(test.database, { now: after(2), idleLanes: never })).toEqual([]);
    expect(await test.database.asFleet((tx) => tx.run.count({ where: { tenantId: tenantIdOf(1) } }))).toBe(1);
  });

  it('lets go of a run that was held for our credential when the breaker is closed', async () => {
    await start([tenantIdOf(1)]);
    const { runId } = rung[0] as Slip;
    await test.database.asFleet((tx) =>
      tx.run.updateMany({ data: { state: 'held', reasonCode: 'credential-broken', rungAt: null } }),
    );
    const [slip] = await sweep(test.database, { now: after(1000), idleLanes: never });
    expect(slip?.runId).toBe(runId);
  });

  it('holds what waits for a connection that lapsed', async () => {
    await start([tenantIdOf(1)]);
    await claim({ ...(rung[0] as Slip), ring: 0 });
    await test.database.asFleet(async (tx) => {
      await tx.connection.updateMany({ where: { tenantId: tenantIdOf(1) }, data: { state: 'needs_consent' } });
      await tx.run.updateMany({ data: { rungAt: null } });
    });
    await sweep(test.database, { now: after(1000), idleLanes: never });
    expect(await row(rung[0]?.runId as string)).toMatchObject({ state: 'held', reasonCode: 'not-granted' });
  });
});

describe('a failing run', () => {
  it('waits between attempts, lets the next of its tenant run meanwhile, and ends failed with its error kept', async () => {
    await start([tenantIdOf(1)]);
    await start([tenantIdOf(1)], after(1));
    const runId = rung[0]?.runId as string;
    let now = begun;
    let slip: Slip | undefined = rung[0];
    let othersEnded = 0;
    while ((await row(runId)).state !== 'failed' && slip !== undefined) {
      const held = (await claim(slip, now)) as Claim;
      const poisonous = held.runId === runId;
      if (!poisonous) othersEnded += 1;
      const end = poisonous
        ? ({ kind: 'fail', failure: broken } as const)
        : ({ kind: 'done', state: 'succeeded', result: {} } as const);
      [slip] = await endSlice(test.database, held, end, now);
      now = new Date(now.getTime() + 10 * minute);
      slip ??= (await sweep(test.database, { now, idleLanes: never }))[0];
    }
    expect(othersEnded).toBe(1);
    expect(await row(runId)).toMatchObject({
      state: 'failed',
      errorDomain: 'our-bug',
      errorCode: 'Request_BadRequest',
      errorDetail: { status: 400 },
    });
  });
});
