import { setTimeout as delay } from 'node:timers/promises';
import { startRuns } from '@tenantry/domain';
import type { Installation } from '../installation.ts';
import { actor } from '../run-to-end.ts';
import { until } from '../until.ts';

const minute = 60_000;

/** Starts a full directory-sync of each tenant, evenly over a time, and gives the milliseconds each took from its start to its end. */
export async function arrive({ db, ring }: Installation, tenantIds: readonly string[], overMs: number): Promise<number[]> {
  const startedAt = performance.now();
  const runIds: string[] = [];
  for (const [number, tenantId] of tenantIds.entries()) {
    await delay(Math.max(0, startedAt + (number * overMs) / tenantIds.length - performance.now()));
    const started = await startRuns(db, ring, {
      job: 'directory-sync',
      params: { fullPass: true },
      selection: { kind: 'tenants', tenantIds: [tenantId] },
      actor,
      trigger: 'operator',
      now: new Date(),
    });
    const [runId] = started.kind === 'started' ? started.runIds : [];
    if (runId === undefined) throw new Error(`A small tenant was not started: ${JSON.stringify(started)}`);
    runIds.push(runId);
  }
  const ended = () => db.asFleet((tx) => tx.run.findMany({ where: { id: { in: runIds }, finishedAt: { not: null } } }));
  await until('every small tenant is synced', 5 * minute, async () => (await ended()).length === runIds.length);
  const runs = await ended();
  const wrong = runs.find(({ state }) => state !== 'succeeded');
  if (wrong) throw new Error(`A small tenant's run ended ${JSON.stringify(wrong)}`);
  return runs.map(({ createdAt, finishedAt }) => (finishedAt?.getTime() ?? Number.NaN) - createdAt.getTime());
}

/** What 95 of 100 values do not exceed. */
export function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}
