import type { Tx } from '@tenantry/db';
import { jobCatalogue } from '../job-catalogue.ts';
import { recordRunEvents } from './run-events.ts';

/** Lets the held runs of a tenant go on whose job has all its permissions now. */
export async function releaseRuns(tx: Tx, wish: { tenantId: string; granted: readonly string[]; now: Date }): Promise<void> {
  const ready = Object.values(jobCatalogue).filter((job) =>
    job.permissions.every((permission) => wish.granted.includes(permission)),
  );
  const held = {
    tenantId: wish.tenantId,
    state: 'held' as const,
    reasonCode: { in: ['settling', 'permission-missing', 'not-granted'] },
  };
  const runs = await tx.run.updateManyAndReturn({
    where: { ...held, job: { in: ready.map(({ name }) => name) } },
    data: { state: 'queued', reasonCode: null, notBefore: null, rungAt: null, attempt: 0 },
    select: { id: true, tenantId: true },
  });
  await recordReleased(tx, runs, wish.now);
}

/** Holds the runs of a tenant whose job lacks a permission; without any grant, all of them. */
export async function holdRunsWithout(tx: Tx, wish: { tenantId: string; granted: readonly string[]; now: Date }): Promise<void> {
  const lacking = Object.values(jobCatalogue).filter(
    (job) => !job.permissions.every((permission) => wish.granted.includes(permission)),
  );
  const reason = wish.granted.length === 0 ? 'not-granted' : 'permission-missing';
  const runs = await tx.run.updateManyAndReturn({
    where: { tenantId: wish.tenantId, state: { in: ['queued', 'waiting'] }, job: { in: lacking.map(({ name }) => name) } },
    data: { state: 'held', reasonCode: reason, rungAt: null },
    select: { id: true, tenantId: true },
  });
  await recordRunEvents(
    tx,
    wish.now,
    runs.map(({ id, tenantId }) => ({ runId: id, tenantId, kind: 'held' as const, detail: { reason } })),
  );
}

/** Holds every run that has not begun or waits, because our own credential is refused. Proofs go on: they find out when it works again. */
export async function holdAllForCredential(tx: Tx, now: Date): Promise<void> {
  const runs = await tx.run.updateManyAndReturn({
    where: { state: { in: ['queued', 'waiting'] }, job: { not: 'verify-connection' } },
    data: { state: 'held', reasonCode: 'credential-broken', rungAt: null },
    select: { id: true, tenantId: true },
  });
  await recordRunEvents(
    tx,
    now,
    runs.map(({ id, tenantId }) => ({ runId: id, tenantId, kind: 'held' as const, detail: { reason: 'credential-broken' } })),
  );
}

/** Lets the runs go on that our own credential held. */
export async function releaseAllForCredential(tx: Tx, now: Date): Promise<void> {
  const runs = await tx.run.updateManyAndReturn({
    where: { state: 'held', finishedAt: null, reasonCode: 'credential-broken' },
    data: { state: 'queued', reasonCode: null, notBefore: null, attempt: 0 },
    select: { id: true, tenantId: true },
  });
  await recordReleased(tx, runs, now);
}

async function recordReleased(tx: Tx, runs: { id: string; tenantId: string }[], now: Date): Promise<void> {
  await recordRunEvents(
    tx,
    now,
    runs.map(({ id, tenantId }) => ({ runId: id, tenantId, kind: 'released' as const })),
  );
}
