import type { Database, Prisma } from '@tenantry/db';
import { notifyChange, ringDueRuns } from '@tenantry/db';
import { type ConnectionState, workingStates } from '../connections/connection-states.ts';
import { findJob, type JobDefinition } from '../job-catalogue.ts';
import { type Actor, actorText } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import { startProofs } from './proof-run.ts';
import { recordRunEvents } from './run-events.ts';
import type { Ring } from './slip.ts';

export type StartOutcome =
  | { kind: 'started'; batchId: string | null; runIds: string[]; skipped: { tenantId: string; reason: string }[] }
  | { kind: 'refused'; problems: { field: string; message: string }[] };

interface Wish {
  job: string;
  params: unknown;
  tenantIds: string[] | 'all';
  actor: Actor;
  trigger: 'operator' | 'api' | 'batch';
  label?: string | undefined;
  now: Date;
}

/** Most slips rung at once when runs are started; the sweep rings the rest as places on the queue come free. */
const ringAtOnce = 1000;

/**
 * Starts a job for some tenants, as one batch when there are several.
 *
 * A tenant whose connection cannot work now is left out with the reason; one that is settling, or lacks a permission of the job, gets a run that
 * is held until it may go on.
 *
 * @param wish.params checked against the job's schema before anything is written
 */
export async function startRuns(db: Database, ring: Ring, wish: Wish): Promise<StartOutcome> {
  const job = findJob(wish.job);
  if (job === undefined || !job.startableByHand) return refused('job', 'There is no job of that name to start.');
  const params = job.params.safeParse(wish.params ?? {});
  if (!params.success) {
    const problems = params.error.issues.map((issue) => ({ field: ['params', ...issue.path].join('.'), message: issue.message }));
    return { kind: 'refused', problems };
  }
  if (wish.tenantIds !== 'all' && wish.tenantIds.length === 0) return refused('tenantIds', 'Name at least one tenant.');
  if (job.name === 'verify-connection') {
    const trigger = wish.trigger === 'batch' ? 'operator' : wish.trigger;
    return { kind: 'started', batchId: null, ...(await startProofs(db, ring, { ...wish, trigger })) };
  }
  const { started, slips } = await db.asFleet(async (tx) => {
    const candidates = await tx.connection.findMany({
      ...(wish.tenantIds === 'all' ? {} : { where: { tenantId: { in: wish.tenantIds } } }),
      select: { tenantId: true, state: true, grantedPermissions: true },
    });
    const fleet = await tx.fleetState.findUnique({ where: { id: 1 } });
    const known = new Set(candidates.map(({ tenantId }) => tenantId));
    const asked = wish.tenantIds === 'all' ? [] : wish.tenantIds;
    const skipped = asked.filter((tenantId) => !known.has(tenantId)).map((tenantId) => ({ tenantId, reason: 'unknown-tenant' }));
    const chosen: { tenantId: string; holdReason: string | null }[] = [];
    for (const candidate of candidates) {
      const standing = standingFor(job, candidate, fleet?.credentialBrokenSince != null);
      if ('skip' in standing) skipped.push({ tenantId: candidate.tenantId, reason: standing.skip });
      else chosen.push({ tenantId: candidate.tenantId, holdReason: standing.hold });
    }
    if (chosen.length === 0) return { started: { kind: 'started' as const, batchId: null, runIds: [], skipped }, slips: [] };
    const requestedBy = actorText(wish.actor);
    const batch =
      chosen.length === 1
        ? null
        : await tx.batch.create({
            data: {
              job: job.name,
              label: wish.label?.trim() || job.title,
              params: params.data as Prisma.InputJsonObject,
              tenantCount: chosen.length,
              requestedBy,
              createdAt: wish.now,
            },
          });
    const runs = await tx.run.createManyAndReturn({
      data: chosen.map(({ tenantId, holdReason }) => ({
        tenantId,
        job: job.name,
        params: params.data as Prisma.InputJsonObject,
        lane: job.lane,
        trigger: wish.trigger,
        requestedBy,
        batchId: batch?.id ?? null,
        state: holdReason === null ? ('queued' as const) : ('held' as const),
        reasonCode: holdReason,
        createdAt: wish.now,
      })),
      select: { id: true, tenantId: true },
    });
    await recordRunEvents(
      tx,
      wish.now,
      runs.map((run) => ({ runId: run.id, tenantId: run.tenantId, kind: 'created' as const, detail: { by: wish.actor.name } })),
    );
    await recordAudit(tx, {
      actor: wish.actor,
      action: 'runs.started',
      ...(chosen.length === 1 && chosen[0] !== undefined ? { tenantId: chosen[0].tenantId } : {}),
      subject: batch?.id ?? runs[0]?.id ?? job.name,
      detail: { job: job.name, tenants: chosen.length },
      now: wish.now,
    });
    if (batch !== null) await notifyChange(tx, `batch ${batch.id}`);
    const slips = await ringDueRuns(tx, {
      now: wish.now,
      tenantId: batch === null ? (chosen[0]?.tenantId ?? null) : null,
      limit: ringAtOnce,
    });
    return {
      started: { kind: 'started' as const, batchId: batch?.id ?? null, runIds: runs.map(({ id }) => id), skipped },
      slips,
    };
  });
  if (slips.length > 0) await ring(slips);
  return started;
}

function refused(field: string, message: string): StartOutcome {
  return { kind: 'refused', problems: [{ field, message }] };
}

function standingFor(
  job: JobDefinition,
  connection: { state: ConnectionState; grantedPermissions: string[] },
  credentialBroken: boolean,
): { skip: string } | { hold: string | null } {
  if (connection.state === 'settling') return { hold: 'settling' };
  if (!workingStates.includes(connection.state)) return { skip: connection.state };
  if (credentialBroken) return { hold: 'credential-broken' };
  const granted = job.permissions.every((permission) => connection.grantedPermissions.includes(permission));
  return { hold: granted ? null : 'permission-missing' };
}
