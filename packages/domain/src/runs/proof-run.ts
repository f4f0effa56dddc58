import { type CreatedRuns, createProofRows, type Database, notifyChange, ringDueRuns, type Tx } from '@tenantry/db';
import type { ConnectionState } from '../connections/connection-states.ts';
import { type Actor, actorText } from '../people/actor.ts';
import type { RunState } from './run-states.ts';
import { choiceOf, type Selection, theOneTenant } from './selection.ts';
import type { Ring, Slip } from './slip.ts';

/** States of a connection in which a proof can tell anything. */
const provable: ConnectionState[] = ['settling', 'active', 'degraded', 'unclaimed', 'not_granted'];
/** Most slips rung at once; the sweep rings the rest. */
const ringAtOnce = 1000;

/**
 * Makes the proofs of a selection of tenants due at once. Those whose connection a proof could not change are left out, with the reason.
 *
 * @returns `created` and `runIds` name the proofs that are due now, those that were under way already among them
 */
export async function startProofs(
  db: Database,
  ring: Ring,
  wish: { selection: Selection; trigger: 'operator' | 'api'; actor: Actor; traceparent?: string | null; now: Date },
): Promise<CreatedRuns> {
  const { actor, now } = wish;
  const { made, slips } = await db.asFleet(async (tx) => {
    const made = await createProofRows(tx, {
      choice: choiceOf(wish.selection),
      provable,
      trigger: wish.trigger,
      requestedBy: actorText(actor),
      traceparent: wish.traceparent ?? null,
      now,
    });
    const tenantId = theOneTenant(wish.selection);
    if (made.created > 0) await notifyChange(tx, tenantId === null ? '*' : `run ${made.runIds[0]} ${tenantId}`);
    return { made, slips: await ringDueRuns(tx, { now, tenantId, limit: ringAtOnce }) };
  });
  if (slips.length > 0) await ring(slips);
  return made;
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
 * @param wish.traceparent the span that asks for it
 * @returns the slips to ring after the transaction
 */
export async function ringProof(
  tx: Tx,
  wish: {
    tenantId: string;
    trigger: 'consent' | 'heartbeat' | 'operator' | 'api';
    actor: Actor;
    traceparent?: string | null;
    now: Date;
  },
): Promise<Slip[]> {
  const { tenantId, now } = wish;
  const { runIds } = await createProofRows(tx, {
    choice: { tenantIds: [tenantId], tag: null, states: null, search: null },
    provable: null,
    trigger: wish.trigger,
    requestedBy: actorText(wish.actor),
    traceparent: wish.traceparent ?? null,
    now,
  });
  for (const runId of runIds) await notifyChange(tx, `run ${runId} ${tenantId}`);
  return ringDueRuns(tx, { now, tenantId, limit: 2 });
}
