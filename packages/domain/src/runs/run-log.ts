import type { Database, Prisma } from '@tenantry/db';
import type { Claim } from './claim.ts';

export interface RunLogEntry {
  at: Date;
  level: 'info' | 'warn' | 'error';
  message: string;
  detail?: Record<string, unknown>;
}

/** Adds lines to a run's log, in the scope of its tenant. */
export async function writeRunLog(db: Database, claim: Pick<Claim, 'runId' | 'tenantId'>, entries: RunLogEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { runId, tenantId } = claim;
  await db.asTenant(tenantId, (tx) =>
    tx.runLog.createMany({
      data: entries.map(({ at, level, message, detail }) => ({
        runId,
        tenantId,
        at,
        level,
        message,
        ...(detail === undefined ? {} : { detail: detail as Prisma.InputJsonObject }),
      })),
    }),
  );
}
