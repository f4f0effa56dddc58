import { ringDueRuns, type Tx } from '@tenantry/db';
import { type Actor, actorText } from '../people/actor.ts';
import { recordRunEvents } from './run-events.ts';
import type { Slip } from './slip.ts';

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
  const underWay = {
    tenantId,
    job: 'verify-connection',
    state: { in: ['queued', 'running', 'waiting'] as ('queued' | 'running' | 'waiting')[] },
  };
  if ((await tx.run.count({ where: underWay })) > 0) {
    await tx.run.updateMany({ where: { ...underWay, state: 'waiting', rungAt: null }, data: { notBefore: null } });
  } else {
    const run = await tx.run.create({
      data: {
        tenantId,
        job: 'verify-connection',
        params: {},
        lane: 'prompt',
        trigger: wish.trigger,
        requestedBy: actorText(wish.actor),
        createdAt: now,
      },
    });
    await recordRunEvents(tx, now, [{ runId: run.id, tenantId, kind: 'created', detail: { trigger: wish.trigger } }]);
  }
  return ringDueRuns(tx, { now, tenantId, limit: 2 });
}
