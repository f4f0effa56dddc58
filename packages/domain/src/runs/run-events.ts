import type { Prisma, Tx } from '@tenantry/db';
import { notifyChange } from '@tenantry/db';

export type RunEventKind =
  | 'created'
  | 'rung-again'
  | 'claimed'
  | 'waiting'
  | 'slice-ended'
  | 'worker-lost'
  | 'held'
  | 'released'
  | 'restarted'
  | 'cancelling'
  | 'retried'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'cancelled';

/** Writes lines of runs' timelines and tells who listens. */
export async function recordRunEvents(
  tx: Tx,
  now: Date,
  events: { runId: string; tenantId: string; kind: RunEventKind; detail?: Prisma.InputJsonObject }[],
): Promise<void> {
  if (events.length === 0) return;
  await tx.runEvent.createMany({
    data: events.map(({ runId, tenantId, kind, detail }) => ({
      runId,
      tenantId,
      at: now,
      kind,
      ...(detail === undefined ? {} : { detail }),
    })),
  });
  // A bulk change is one signal for the whole list instead of one for each run.
  if (events.length > 20) await notifyChange(tx, '*');
  else for (const { runId, tenantId } of events) await notifyChange(tx, `run ${runId} ${tenantId}`);
}
