import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readConnectionView } from '../connections/connection-view.ts';
import type { RunState } from '../runs/run-states.ts';
import { findTenant } from './tenant-questions.ts';

let test: TestDatabase;
const tenantId = 'c0000000-0000-4000-8000-000000000001';
const later = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => test.database.asFleet((tx) => tx.tenant.deleteMany()));

/** A tenant in this state, with one proof. */
async function seed(wish: { state: 'settling' | 'active'; heartbeatDueAt?: Date; proof: RunState; notBefore: Date | null }) {
  const { state, heartbeatDueAt = null, proof, notBefore } = wish;
  const run = {
    job: 'verify-connection',
    params: {},
    trigger: 'consent',
    requestedBy: 'tenant-admin:a',
    lane: 'prompt' as const,
  };
  await test.database.asFleet(async (tx) => {
    await tx.tenant.create({ data: { tenantId, name: 'Fabrikam' } });
    await tx.connection.create({ data: { tenantId, state, heartbeatDueAt, manifestVersion: 1 } });
    await tx.run.create({ data: { tenantId, ...run, state: proof, notBefore } });
  });
}

it.each([
  { proof: 'waiting', notBefore: later },
  { proof: 'waiting', notBefore: null },
  { proof: 'queued', notBefore: null },
  { proof: 'running', notBefore: null },
] as const)('a settling tenant is tried again when its $proof proof says: $notBefore', async (run) => {
  await seed({ state: 'settling', ...run });
  expect(await findTenant(test.database, tenantId)).toMatchObject({ proof: { nextTryAt: run.notBefore }, heartbeatDueAt: null });
  expect(await readConnectionView(test.database, { tenantId })).toMatchObject({ nextTryAt: run.notBefore });
});

it('an active tenant has its heartbeat, and a proof that has ended is due no more', async () => {
  await seed({ state: 'active', heartbeatDueAt: later, proof: 'succeeded', notBefore: null });
  expect(await findTenant(test.database, tenantId)).toMatchObject({ proof: null, heartbeatDueAt: later });
});
