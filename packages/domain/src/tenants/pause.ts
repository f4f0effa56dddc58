import { type Database, notifyChange, ringDueRuns } from '@tenantry/db';
import { type Actor, actorText } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import type { Ring } from '../runs/slip.ts';

/** Who paused, since when, and until when; without `until` until somebody resumes. */
export interface Pause {
  by: string;
  at: Date;
  until: Date | null;
}

interface Paused {
  pausedBy: string | null;
  pausedAt: Date | null;
  pausedUntil: Date | null;
}

/** The pause of a row, or null when there is none or its time has passed. */
export function pauseOf({ pausedBy, pausedAt, pausedUntil }: Paused, now: Date): Pause | null {
  if (pausedAt === null || (pausedUntil !== null && pausedUntil <= now)) return null;
  return { by: pausedBy ?? '', at: pausedAt, until: pausedUntil };
}

const none = { pausedBy: null, pausedAt: null, pausedUntil: null };
/** Most slips rung at once when a pause ends; the sweep rings the rest. */
const ringAtOnce = 1000;

type PauseWish = { actor: Actor; until?: Date | undefined; now: Date };
type ResumeWish = { actor: Actor; now: Date };

/** No run of the tenant begins a slice until it is resumed, or until an instant. Proofs of its connection go on. */
export async function pauseTenant(
  db: Database,
  wish: PauseWish & { tenantId: string },
): Promise<'done' | 'unknown' | 'not-possible'> {
  const { tenantId, actor, until, now } = wish;
  if (until !== undefined && until <= now) return 'not-possible';
  return db.asFleet(async (tx) => {
    const data = { pausedBy: actorText(actor), pausedAt: now, pausedUntil: until ?? null };
    const { count } = await tx.tenant.updateMany({ where: { tenantId }, data });
    if (count === 0) return 'unknown';
    await recordAudit(tx, { actor, action: 'tenant.paused', tenantId, detail: { until: until?.toISOString() ?? null }, now });
    await notifyChange(tx, `tenant ${tenantId}`);
    return 'done';
  });
}

/** The tenant's runs go on. `not-possible`: it was not paused. */
export async function resumeTenant(
  db: Database,
  ring: Ring,
  wish: ResumeWish & { tenantId: string },
): Promise<'done' | 'unknown' | 'not-possible'> {
  const { tenantId, actor, now } = wish;
  const slips = await db.asFleet(async (tx) => {
    const { count } = await tx.tenant.updateMany({ where: { tenantId, pausedAt: { not: null } }, data: none });
    if (count === 0) return (await tx.tenant.count({ where: { tenantId } })) === 0 ? 'unknown' : 'not-possible';
    await recordAudit(tx, { actor, action: 'tenant.resumed', tenantId, now });
    await notifyChange(tx, `tenant ${tenantId}`);
    return ringDueRuns(tx, { now, tenantId, limit: ringAtOnce });
  });
  if (typeof slips === 'string') return slips;
  if (slips.length > 0) await ring(slips);
  return 'done';
}

/** No run of any tenant begins a slice until the fleet is resumed, or until an instant. Proofs of connections go on. */
export async function pauseFleet(db: Database, wish: PauseWish): Promise<'done' | 'not-possible'> {
  const { actor, until, now } = wish;
  if (until !== undefined && until <= now) return 'not-possible';
  await db.asFleet(async (tx) => {
    const data = { pausedBy: actorText(actor), pausedAt: now, pausedUntil: until ?? null };
    await tx.fleetState.updateMany({ where: { id: 1 }, data });
    await recordAudit(tx, { actor, action: 'fleet.paused', detail: { until: until?.toISOString() ?? null }, now });
    await notifyChange(tx, 'fleet');
  });
  return 'done';
}

/** All tenants' runs go on. `not-possible`: the fleet was not paused. */
export async function resumeFleet(db: Database, ring: Ring, wish: ResumeWish): Promise<'done' | 'not-possible'> {
  const { actor, now } = wish;
  const slips = await db.asFleet(async (tx) => {
    const { count } = await tx.fleetState.updateMany({ where: { id: 1, pausedAt: { not: null } }, data: none });
    if (count === 0) return null;
    await recordAudit(tx, { actor, action: 'fleet.resumed', now });
    await notifyChange(tx, 'fleet');
    return ringDueRuns(tx, { now, tenantId: null, limit: ringAtOnce });
  });
  if (slips === null) return 'not-possible';
  if (slips.length > 0) await ring(slips);
  return 'done';
}

/** The pause of the whole fleet, or null. */
export async function readFleetPause(db: Database, now: Date): Promise<Pause | null> {
  const row = await db.asFleet((tx) => tx.fleetState.findUnique({ where: { id: 1 } }));
  return row === null ? null : pauseOf(row, now);
}
