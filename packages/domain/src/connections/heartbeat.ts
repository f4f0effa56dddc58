import { type Database, findSettlingWithoutProof, type Tx } from '@tenantry/db';
import { ringProof } from '../runs/proof-run.ts';
import type { Slip } from '../runs/slip.ts';

const minute = 60_000;
const hour = 60 * minute;
const workerActor = { kind: 'worker' as const, id: 'heartbeat', name: 'heartbeat' };
const beatsAtOnce = 50;

/** When a connection is proven again: in about an hour, spread by ten minutes so that thousands of tenants do not beat together. */
export function nextHeartbeat(now: Date, tenantId: string): Date {
  const spread = Number.parseInt(tenantId.slice(-4), 16) / 0xffff;
  return new Date(now.getTime() + hour - 5 * minute + spread * 10 * minute);
}

/** Begins the proofs that are due. While our own credential is refused, one a minute is made due: it finds out whether it works again. */
export async function ringHeartbeats(tx: Tx, now: Date): Promise<Slip[]> {
  const { count: probing } = await tx.fleetState.updateMany({
    where: { id: 1, credentialBrokenSince: { not: null }, credentialTriedAt: { lt: new Date(now.getTime() - minute) } },
    data: { credentialTriedAt: now },
  });
  const due = await tx.connection.findMany({
    where: probing === 1 ? { heartbeatDueAt: { not: null } } : { heartbeatDueAt: { lte: now } },
    orderBy: { heartbeatDueAt: 'asc' },
    take: probing === 1 ? 1 : beatsAtOnce,
    select: { tenantId: true, heartbeatDueAt: true },
  });
  const slips: Slip[] = [];
  for (const { tenantId, heartbeatDueAt } of due) {
    const { count } = await tx.connection.updateMany({
      where: { tenantId, heartbeatDueAt },
      data: { heartbeatDueAt: nextHeartbeat(now, tenantId) },
    });
    if (count === 1) slips.push(...(await ringProof(tx, { tenantId, trigger: 'heartbeat', actor: workerActor, now })));
  }
  return slips;
}

/** Begins a proof anew where one ended by our own fault and its connection still settles. Returns the slips to ring. */
export async function ringStrandedProofs(tx: Tx, now: Date): Promise<Slip[]> {
  const stranded = await findSettlingWithoutProof(tx, { endedBefore: new Date(now.getTime() - hour), limit: beatsAtOnce });
  const slips: Slip[] = [];
  for (const { tenantId } of stranded)
    slips.push(...(await ringProof(tx, { tenantId, trigger: 'consent', actor: workerActor, now })));
  return slips;
}

/** Makes a connection's proof due now: a job was answered 401 or 403. Connections that are not proven have their own schedule. */
export async function requestHeartbeat(db: Database, tenantId: string, now: Date): Promise<void> {
  await db.asFleet((tx) =>
    tx.connection.updateMany({ where: { tenantId, heartbeatDueAt: { not: null } }, data: { heartbeatDueAt: now } }),
  );
}
