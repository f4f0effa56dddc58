import type { Tx } from '@tenantry/db';
import { type Actor, actorText } from './actor.ts';

/** Adds one line to the audit, in the caller's transaction, so that a change and its line stand or fall together. */
export async function recordAudit(
  tx: Tx,
  entry: {
    actor: Actor;
    action: string;
    tenantId?: string;
    subject?: string;
    detail?: Record<string, string | number | boolean | null | string[]>;
    now: Date;
  },
): Promise<void> {
  await tx.auditEntry.createMany({
    data: [
      {
        at: entry.now,
        actor: actorText(entry.actor),
        action: entry.action,
        tenantId: entry.tenantId ?? null,
        subject: entry.subject ?? null,
        detail: { by: entry.actor.name, ...entry.detail },
      },
    ],
  });
}
