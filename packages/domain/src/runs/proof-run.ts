import { type Database, ringDueRuns, type Tx } from '@tenantry/db';
import type { ConnectionState } from '../connections/connection-states.ts';
import { type Actor, actorText } from '../people/actor.ts';
import { recordRunEvents } from './run-events.ts';
import type { RunState } from './run-states.ts';
import type { Ring, Slip } from './slip.ts';

/** States of a connection in which a proof can tell anything. */
const provable: ConnectionState[] = ['settling', 'active', 'degraded', 'unclaimed', 'not_granted'];

/** Makes the proofs of several tenants due at once. Those whose connection a proof could not change are left out, with the reason. */
export async function startProofs(
  db: Database,
  ring: Ring,
  wish: { tenantIds: string[] | 'all'; trigger: 'operator' | 'api'; actor: Actor; now: Date },
): Promise<{ runIds: string[]; skipped: { tenantId: string; reason: string }[] }> {
  const { runIds, skipped, slips } = await db.asFleet(async (tx) => {
    const where = wish.tenantIds === 'all' ? {} : { tenantId: { in: wish.tenantIds } };
    const connections = await tx.connection.findMany({ where, select: { tenantId: true, state: true } });
    const known = new Set(connections.map(({ tenantId }) => tenantId));
    const asked = wish.tenantIds === 'all' ? [] : wish.tenantIds;
    const skipped = asked.filter((tenantId) => !known.has(tenantId)).map((tenantId) => ({ tenantId, reason: 'unknown-tenant' }));
    const chosen = connections.filter(({ state }) => provable.includes(state)).map(({ tenantId }) => tenantId);
    for (const { tenantId, state } of connections) if (!provable.includes(state)) skipped.push({ tenantId, reason: state });
    const slips: Slip[] = [];
    for (const tenantId of chosen) slips.push(...(await ringProof(tx, { ...wish, tenantId })));
    const runs = await tx.run.findMany({ where: { tenantId: { in: chosen }, ...underWay }, select: { id: true } });
    return { runIds: runs.map(({ id }) => id), skipped, slips };
  });
  if (slips.length > 0) await ring(slips);
  return { runIds, skipped };
}

const underWay = { job: 'verify-connection', state: { in: ['queued', 'running', 'waiting'] as RunState[] } };

/**
 * The proof of a tenant that has not ended, or null.
 *
 * @returns `nextTryAt` is null while a try is being made or is due
 */
export async function findProofUnderWay(tx: Tx, tenantId: string): Promise<{ nextTryAt: Date | null } | null> {
  const proof = await tx.run.findFirst({ where: { tenantId, ...underWay }, select: { notBefore: true } });
  return proof === null ? null : { nextTryAt: proof.notBefore };
}

/**
 * Makes the proof of a tenant due at once: rings the one that is under way, or begins one. A tenant has at most one.
 *
 * @returns the slips to ring after the transaction
 */
export async function ringProof(
  tx: Tx,
  wish: { tenantId: string; trigger: 'consent' | 'heartbeat' | 'operator' | 'api'; actor: Actor; now: Date },
): Promise<Slip[]> {
  const { tenantId, now } = wish;
  await tx.run.updateMany({ where: { tenantId, ...underWay, state: 'waiting', rungAt: null }, data: { notBefore: null } });
  const [begun] = await tx.run.createManyAndReturn({
    data: [
      {
        tenantId,
        job: 'verify-connection',
        params: {},
        lane: 'prompt',
        trigger: wish.trigger,
        requestedBy: actorText(wish.actor),
        createdAt: now,
      },
    ],
    // A unique index lets a tenant have one proof at a time.
    skipDuplicates: true,
    select: { id: true },
  });
  if (begun !== undefined) {
    await recordRunEvents(tx, now, [{ runId: begun.id, tenantId, kind: 'created', detail: { trigger: wish.trigger } }]);
  }
  return ringDueRuns(tx, { now, tenantId, limit: 2 });
}
