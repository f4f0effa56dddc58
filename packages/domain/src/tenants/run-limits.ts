import type { Database } from '@tenantry/db';
import { z } from 'zod';
import { findJob } from '../job-catalogue.ts';
import type { Actor } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';

/** Most runs at once, of a tenant or of a job in one tenant. */
export const runLimitSchema = z.int().min(1).max(20);

/** How many runs of a tenant may be on the queue or at work at once, proofs not counted. Null: one. `runLimit` has passed `runLimitSchema`. */
export async function setTenantRunLimit(
  db: Database,
  wish: { tenantId: string; runLimit: number | null; actor: Actor; now: Date },
): Promise<'done' | 'unknown'> {
  const { tenantId, runLimit, actor, now } = wish;
  return db.asFleet(async (tx) => {
    const { count } = await tx.tenant.updateMany({ where: { tenantId }, data: { runLimit } });
    if (count === 0) return 'unknown';
    await recordAudit(tx, { actor, action: 'tenant.run-limit-set', tenantId, detail: { runLimit }, now });
    return 'done';
  });
}

/** How many runs of a job one tenant may have on the queue or at work at once; the tenant's own limit holds besides. */
export async function setJobRunLimit(
  db: Database,
  wish: { job: string; runLimit: number; actor: Actor; now: Date },
): Promise<'done' | 'unknown'> {
  const { job, runLimit, actor, now } = wish;
  if (findJob(job) === undefined) return 'unknown';
  await db.asFleet(async (tx) => {
    await tx.jobSetting.upsert({ where: { job }, create: { job, runLimit }, update: { runLimit } });
    await recordAudit(tx, { actor, action: 'job.run-limit-set', subject: job, detail: { runLimit }, now });
  });
  return 'done';
}

/** The limits operators set, by job; a job that is absent has one. */
export async function readJobRunLimits(db: Database): Promise<Record<string, number>> {
  const rows = await db.asFleet((tx) => tx.jobSetting.findMany());
  return Object.fromEntries(rows.map(({ job, runLimit }) => [job, runLimit]));
}
