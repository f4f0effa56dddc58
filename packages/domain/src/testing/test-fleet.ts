import type { Database } from '@tenantry/db';
import { createTestDatabase } from '@tenantry/db/testing';
import type { Actor } from '../people/actor.ts';
import { permissionManifest } from '../permission-manifest.ts';
import { type Claim, claimRun, commitPage } from '../runs/claim.ts';
import { endSlice, type SliceEnd } from '../runs/end-slice.ts';
import type { Selection } from '../runs/selection.ts';
import type { Ring, Slip } from '../runs/slip.ts';
import { type StartOutcome, startRuns } from '../runs/start-runs.ts';
import { sweep } from '../runs/sweep.ts';

/** When tests begin; `after` counts from here. */
export const begun = new Date('2026-03-01T12:00:00Z');
export const after = (ms: number) => new Date(begun.getTime() + ms);
export const second = 1000;
export const minute = 60 * second;
export const leaseMs = 15 * second;
export const operator: Actor = { kind: 'operator', id: 'op', name: 'Olga Operator' };
export const tenantIdOf = (index: number) => `c0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

const granted = permissionManifest.permissions.map(({ value }) => value);
const progress = { phase: 'users', done: 1, expected: null, pages: 1, counts: {} };
const succeeded: SliceEnd = { kind: 'done', state: 'succeeded', result: {} };

type Started = Extract<StartOutcome, { kind: 'started' }>;
type More = { deadlineMinutes?: number; label?: string };

/** A database with tenants whose connections work, and a queue that only remembers what was rung. */
export interface TestFleet {
  db: Database;
  rung: Slip[];
  ring: Ring;
  /** Removes all tenants, runs and batches and adds as many tenants as are wanted, `Tenant 1` and on. */
  reset(tenants: number): Promise<void>;
  /** Starts a directory sync for tenants by their number, or for a selection. */
  start(whom: number[] | Selection, now?: Date, more?: More): Promise<Started>;
  /** Claims the run of a slip; null when that is refused. */
  claim(slip: Slip | undefined, now?: Date): Promise<Claim | null>;
  /** Starts a run of one tenant and claims it. */
  startAndClaim(tenant: number, now?: Date, more?: More): Promise<Claim>;
  commit(claim: Claim, checkpoint: unknown, now?: Date): Promise<void>;
  end(claim: Claim, end?: SliceEnd, now?: Date): Promise<Slip[]>;
  /** Sweeps, with slips on both lanes. */
  sweepAt(now: Date): Promise<Slip[]>;
  row(runId: string): ReturnType<typeof findRow>;
  /** The kinds of a run's timeline, oldest first. */
  timeline(runId: string): Promise<string[]>;
  /** The tenants, by number, of the runs of slips. */
  tenantsOf(slips: readonly Slip[]): Promise<number[]>;
  drop(): Promise<void>;
}

const findRow = (db: Database, id: string) => db.asFleet((tx) => tx.run.findUniqueOrThrow({ where: { id } }));

export async function createTestFleet(): Promise<TestFleet> {
  const test = await createTestDatabase();
  const db = test.database;
  const fleet: TestFleet = {
    db,
    rung: [],
    ring: async (slips) => void fleet.rung.push(...slips),
    reset: async (tenants) => {
      fleet.rung = [];
      await db.asFleet(async (tx) => {
        await tx.tenant.deleteMany();
        await tx.batch.deleteMany();
        await tx.jobSetting.deleteMany();
        await tx.fleetState.updateMany({
          data: { notBefore: null, credentialBrokenSince: null, pausedAt: null, pausedBy: null, pausedUntil: null },
        });
        const ids = Array.from({ length: tenants }, (_, index) => ({
          tenantId: tenantIdOf(index + 1),
          name: `Tenant ${index + 1}`,
        }));
        await tx.tenant.createMany({ data: ids });
        await tx.connection.createMany({
          data: ids.map(({ tenantId }) => ({
            tenantId,
            state: 'active' as const,
            manifestVersion: 1,
            grantedPermissions: granted,
          })),
        });
      });
    },
    start: async (whom, now = begun, more = {}) => {
      const selection: Selection = Array.isArray(whom) ? { kind: 'tenants', tenantIds: whom.map(tenantIdOf) } : whom;
      const wish = { job: 'directory-sync', params: {}, selection, actor: operator, trigger: 'operator' as const, now, ...more };
      const started = await startRuns(db, fleet.ring, wish);
      if (started.kind !== 'started') throw new Error(`not started: ${JSON.stringify(started)}`);
      return started;
    },
    claim: async (slip, now = begun) => {
      if (slip === undefined) throw new Error('nothing was rung');
      return claimRun(db, slip, { workerId: 'worker-1', now, leaseMs });
    },
    startAndClaim: async (tenant, now = begun, more = {}) => {
      const { runIds } = await fleet.start([tenant], now, more);
      const claim = await fleet.claim(
        fleet.rung.find(({ runId }) => runId === runIds[0]),
        now,
      );
      if (claim === null) throw new Error('not claimed');
      return claim;
    },
    commit: (claim, checkpoint, now = begun) =>
      commitPage(db, claim, { now, leaseMs, write: async () => ({ checkpoint, progress }) }),
    end: (claim, end = succeeded, now = begun) => endSlice(db, claim, end, now),
    sweepAt: (now) => sweep(db, { now, idleLanes: { prompt: false, bulk: false, long: false } }),
    row: (runId) => findRow(db, runId),
    timeline: async (runId) => {
      const events = await db.asFleet((tx) => tx.runEvent.findMany({ where: { runId }, orderBy: { id: 'asc' } }));
      return events.map(({ kind }) => kind);
    },
    tenantsOf: async (slips) => {
      const rows = await Promise.all(slips.map(({ runId }) => findRow(db, runId)));
      return rows.map(({ tenantId }) => Number(tenantId.slice(-12)));
    },
    drop: () => test.drop(),
  };
  return fleet;
}
