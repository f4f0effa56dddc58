import { countDirectory, type Tx } from '@tenantry/db';
import type { Slice } from '../../engine/slice.ts';
import type { Checkpoint } from './checkpoint.ts';

/** Counts the tenant's rows when the last phase was closed, in the same transaction, and is done then. */
export async function countWhenClosed(tx: Tx, slice: Slice, checkpoint: Checkpoint): Promise<Checkpoint> {
  if (checkpoint.phase !== 'finish') return checkpoint;
  await recordCounts(tx, slice, checkpoint);
  return { ...checkpoint, phase: 'done' };
}

/** Counts the tenant's rows, whatever was known of them. A large directory takes longer for it than to ask what changed. */
export async function recordCounts(tx: Tx, { tenantId, now }: Slice, checkpoint: Checkpoint): Promise<void> {
  const counted = await countDirectory(tx, tenantId);
  await tx.tenant.updateMany({
    where: { tenantId },
    data: {
      userCount: counted.users,
      groupCount: counted.groups,
      membershipCount: counted.memberships,
      // Without the permission nobody knows how many there are now.
      deviceCount: checkpoint.tally.devices === null ? null : counted.devices,
      ...(checkpoint.complete ? { directorySyncedAt: now() } : {}),
    },
  });
}

/**
 * Whether the tenant's counts are those of its rows. Each sync that comes to its end leaves them so; one that failed, was cancelled or is under way may
 * have changed rows since.
 */
export async function countsAreCurrent(tx: Tx, { tenantId, claim }: Slice): Promise<boolean> {
  const others = { tenantId, job: claim.job, id: { not: claim.runId } };
  const tenant = await tx.tenant.findUnique({ where: { tenantId }, select: { userCount: true, deviceCount: true } });
  if (tenant?.userCount == null || tenant.deviceCount === null) return false;
  if ((await tx.run.count({ where: { ...others, finishedAt: null, startedAt: { not: null } } })) > 0) return false;
  const last = await tx.run.findFirst({
    where: { ...others, startedAt: { not: null }, finishedAt: { not: null } },
    orderBy: { finishedAt: 'desc' },
    select: { state: true },
  });
  return last?.state === 'succeeded' || last?.state === 'partial';
}

/** Adds to counts that are current what a sync has changed. */
export async function addToCounts(tx: Tx, { tenantId, now }: Slice, { tally }: Checkpoint): Promise<void> {
  const more = ({ added, removed }: { added: number; removed: number }) => ({ increment: added - removed });
  await tx.tenant.updateMany({
    where: { tenantId },
    data: {
      userCount: more(tally.users),
      groupCount: more(tally.groups),
      membershipCount: more(tally.memberships),
      deviceCount: more(tally.devices ?? { added: 0, removed: 0 }),
      directorySyncedAt: now(),
    },
  });
}
