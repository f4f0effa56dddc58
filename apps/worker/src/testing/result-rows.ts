import { findJob, type RunDetail, type RunState, streamResults } from '@tenantry/domain';
import { expect } from 'vitest';
import type { TestWorld } from './test-world.ts';

/** All result rows of a run by key. Each has exactly the properties that the job's columns name. */
export async function readResultRows<Row = Record<string, unknown>>(
  world: TestWorld,
  run: Pick<RunDetail, 'id' | 'tenantId' | 'job'>,
): Promise<Row[]> {
  const columns = (findJob(run.job)?.resultColumns ?? []).map(({ key }) => key).toSorted();
  const rows: Record<string, unknown>[] = [];
  for await (const page of streamResults(world.db, { tenantId: run.tenantId, runId: run.id })) {
    for (const { row } of page) rows.push(row);
  }
  for (const row of rows) expect(Object.keys(row).toSorted()).toEqual(columns);
  return rows as Row[];
}

/** Starts a job and waits for its end. */
export async function runJob(world: TestWorld, tenantId: string, job: string, params: object = {}): Promise<RunDetail> {
  const ended: RunState[] = ['succeeded', 'partial', 'failed', 'cancelled'];
  return world.until(await world.start(tenantId, job, params), ended);
}
