import { ringDueRuns } from '@tenantry/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pauseBatch, resumeBatch } from '../batches/steer-batch.ts';
import { pauseFleet, pauseTenant, readFleetPause, resumeFleet, resumeTenant } from '../tenants/pause.ts';
import { setJobRunLimit, setTenantRunLimit } from '../tenants/run-limits.ts';
import { findTenant } from '../tenants/tenant-questions.ts';
import { after, begun, createTestFleet, minute, operator, second, type TestFleet, tenantIdOf } from '../testing/test-fleet.ts';
import type { Slip } from './slip.ts';
import { startRuns } from './start-runs.ts';

let fleet: TestFleet;
beforeAll(async () => {
  fleet = await createTestFleet();
});
afterAll(() => fleet.drop());
beforeEach(() => fleet.reset(3));

const unring = () => fleet.db.asFleet((tx) => tx.run.updateMany({ data: { rungAt: null } }));
const wish = { actor: operator, now: begun };

describe('among many tenants', () => {
  it('what has been due longest is rung first, whatever the ids of its tenants are', async () => {
    await fleet.start([3], begun);
    await fleet.start([1], after(second));
    await fleet.start([2], after(2 * second));
    await unring();
    await fleet.db.asFleet((tx) =>
      tx.run.updateMany({ where: { tenantId: tenantIdOf(2) }, data: { notBefore: after(-minute), createdAt: after(-minute) } }),
    );
    const ring = (limit: number) => fleet.db.asFleet((tx) => ringDueRuns(tx, { now: after(5 * second), tenantId: null, limit }));
    expect(await fleet.tenantsOf(await ring(1))).toEqual([2]);
    await unring();
    expect(await fleet.tenantsOf(await ring(10))).toEqual([2, 3, 1]);
  });

  it('one with fifty runs takes one place on the queue, and nobody behind it waits', async () => {
    for (let run = 0; run < 50; run += 1) await fleet.start([1], after(run));
    await fleet.start([2], after(minute));
    await fleet.start([3], after(minute));
    expect((await fleet.tenantsOf(fleet.rung)).toSorted()).toEqual([1, 2, 3]);
    // As they work, the three go on in turn.
    const turns: number[] = [];
    const queue: Slip[] = [...fleet.rung];
    for (let turn = 0; turn < 9; turn += 1) {
      const claim = await fleet.claim(queue.shift(), after(2 * minute));
      if (claim === null) throw new Error('not claimed');
      turns.push(Number(claim.tenantId.slice(-12)));
      queue.push(...(await fleet.end(claim, { kind: 'more' }, after(2 * minute))));
    }
    expect(turns).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  });
});

describe('the limits of a tenant', () => {
  const startThree = async () => {
    for (const ms of [0, 1, 2]) await fleet.start([1], after(ms));
  };
  it('let one run of it be on the queue, unless it has more places and the job has too', async () => {
    await startThree();
    expect(fleet.rung).toHaveLength(1);
    expect(await setTenantRunLimit(fleet.db, { tenantId: tenantIdOf(1), runLimit: 2, ...wish })).toBe('done');
    expect(await fleet.sweepAt(after(second))).toEqual([]);
    expect(await setJobRunLimit(fleet.db, { job: 'directory-sync', runLimit: 5, ...wish })).toBe('done');
    expect(await fleet.sweepAt(after(second))).toHaveLength(1);
    expect(await fleet.sweepAt(after(2 * second))).toEqual([]);
    expect(await setTenantRunLimit(fleet.db, { tenantId: tenantIdOf(1), runLimit: null, ...wish })).toBe('done');
    const [first] = fleet.rung;
    const claim = await fleet.claim(first, after(3 * second));
    if (claim === null) throw new Error('not claimed');
    // Two were on the queue: the one that remains takes the only place there is now.
    expect(await fleet.end(claim, undefined, after(4 * second))).toEqual([]);
  });

  it('give a place to another job where the first is at its own limit', async () => {
    await setTenantRunLimit(fleet.db, { tenantId: tenantIdOf(1), runLimit: 2, ...wish });
    await startThree();
    const other = await startRuns(fleet.db, fleet.ring, {
      ...{ job: 'admin-roles', params: {}, selection: { kind: 'tenants', tenantIds: [tenantIdOf(1)] }, actor: operator },
      ...{ trigger: 'operator', now: after(minute) },
    });
    if (other.kind !== 'started') throw new Error('not started');
    expect(fleet.rung.map(({ runId }) => runId)).toContain(other.runIds[0]);
    expect(fleet.rung).toHaveLength(2);
  });

  it('cannot be set for a tenant or a job that is not there', async () => {
    expect(await setTenantRunLimit(fleet.db, { tenantId: tenantIdOf(99), runLimit: 2, ...wish })).toBe('unknown');
    expect(await setJobRunLimit(fleet.db, { job: 'paint-it-blue', runLimit: 2, ...wish })).toBe('unknown');
  });
});

describe('a pause', () => {
  const until = after(10 * second);
  async function startBatch() {
    const { batchId } = await fleet.start([1, 2]);
    if (batchId === null) throw new Error('no batch');
    return { batchId, ...wish };
  }
  const pausers: [string, () => Promise<unknown>, number[]][] = [
    ['of a tenant', async () => pauseTenant(fleet.db, { tenantId: tenantIdOf(1), until, ...wish }), [2, 3]],
    ['of a batch', async () => pauseBatch(fleet.db, { batchId: (await onlyBatch()).id, until, ...wish }), [3]],
    ['of the fleet', async () => pauseFleet(fleet.db, { until, ...wish }), []],
  ];
  const onlyBatch = () => fleet.db.asFleet((tx) => tx.batch.findFirstOrThrow());

  it.each(pausers)(
    '%s keeps its runs from being rung and from being claimed, until its time has passed',
    async (_whose, pause, others) => {
      await startBatch();
      await fleet.start([3]);
      expect(await pause()).toBe('done');
      const claimed = await Promise.all(fleet.rung.map((slip) => fleet.claim(slip, after(second))));
      const running = claimed.filter((claim) => claim !== null).map(({ tenantId }) => Number(tenantId.slice(-12)));
      expect(running.toSorted()).toEqual(others);
      expect(await fleet.sweepAt(after(2 * second))).toEqual([]);
      expect(await fleet.sweepAt(after(10 * second - 1))).toEqual([]);
      const paused = [1, 2, 3].filter((tenant) => !others.includes(tenant));
      expect((await fleet.tenantsOf(await fleet.sweepAt(until))).toSorted()).toEqual(paused);
    },
  );

  it('ends when somebody resumes, and rings what waited', async () => {
    const batch = await startBatch();
    const all = fleet.rung.length;
    await pauseTenant(fleet.db, { tenantId: tenantIdOf(1), ...wish });
    await pauseFleet(fleet.db, wish);
    await pauseBatch(fleet.db, batch);
    await unring();
    expect(await resumeBatch(fleet.db, fleet.ring, batch)).toBe('done');
    expect(await resumeTenant(fleet.db, fleet.ring, { tenantId: tenantIdOf(1), ...wish })).toBe('done');
    expect(fleet.rung).toHaveLength(all);
    expect(await resumeFleet(fleet.db, fleet.ring, wish)).toBe('done');
    expect(fleet.rung).toHaveLength(all + 2);
  });

  it('leaves a run that is under way alone until its slice ends, and proofs altogether', async () => {
    const claim = await fleet.startAndClaim(1);
    await pauseFleet(fleet.db, wish);
    await fleet.commit(claim, { page: 1 });
    const [slip] = await fleet.end(claim, { kind: 'more' });
    expect(await fleet.claim(slip)).toBeNull();
    expect(await fleet.row(claim.runId)).toMatchObject({ state: 'waiting', rungAt: null, checkpoint: { page: 1 } });
    const proof = { job: 'verify-connection', params: {}, selection: { kind: 'all' as const }, trigger: 'operator' as const };
    fleet.rung = [];
    await startRuns(fleet.db, fleet.ring, { ...proof, actor: operator, now: begun });
    expect(await fleet.claim(fleet.rung[0])).not.toBeNull();
  });

  it('is told with who and until when, is audited, and is none when its time has passed', async () => {
    await pauseTenant(fleet.db, { tenantId: tenantIdOf(1), until, ...wish });
    await pauseFleet(fleet.db, wish);
    const paused = { by: 'operator:op', at: begun, until };
    expect((await findTenant(fleet.db, tenantIdOf(1), after(second)))?.paused).toEqual(paused);
    expect((await findTenant(fleet.db, tenantIdOf(1), until))?.paused).toBeNull();
    expect(await readFleetPause(fleet.db, after(second))).toEqual({ ...paused, until: null });
    const audit = await fleet.db.asFleet((tx) => tx.auditEntry.findMany({ orderBy: { id: 'desc' }, take: 2 }));
    expect(audit.map(({ action }) => action)).toEqual(['fleet.paused', 'tenant.paused']);
  });

  it('of what is not there, or until a time that has passed, is refused', async () => {
    expect(await pauseTenant(fleet.db, { tenantId: tenantIdOf(99), ...wish })).toBe('unknown');
    expect(await pauseTenant(fleet.db, { tenantId: tenantIdOf(1), until: begun, ...wish })).toBe('not-possible');
    expect(await resumeTenant(fleet.db, fleet.ring, { tenantId: tenantIdOf(1), ...wish })).toBe('not-possible');
    expect(await resumeFleet(fleet.db, fleet.ring, wish)).toBe('not-possible');
    expect(await pauseBatch(fleet.db, { batchId: tenantIdOf(1), ...wish })).toBe('unknown');
  });
});

it('a run whose connection stopped working meanwhile is not claimed, and is held', async () => {
  const claim = await fleet.startAndClaim(1);
  await fleet.db.asFleet((tx) =>
    tx.connection.updateMany({ where: { tenantId: tenantIdOf(1) }, data: { state: 'disconnected' } }),
  );
  const [slip] = await fleet.end(claim, { kind: 'more' });
  expect(await fleet.claim(slip)).toBeNull();
  await fleet.sweepAt(after(second));
  expect(await fleet.row(claim.runId)).toMatchObject({ state: 'held', reasonCode: 'not-granted' });
});
