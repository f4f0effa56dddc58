import {
  type AlertRow,
  claimAlertCheck,
  type Database,
  findMissedSchedules,
  notifyChange,
  reconcileAlerts,
  type Tx,
} from '@tenantry/db';
import { judgeLiveness } from '../workers.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * What an operator has to know of and that has not passed yet.
 *
 * - `schedule-missed`   nobody fired a schedule within ten minutes, a firing was left out, or its runs have not begun an hour after they were to,
 *   though nothing explains it; subject: the schedule's id; detail: `label`, `reason` (`not-fired`, `left-out` or `not-begun`), `since`
 * - `schedule-problem`  a schedule cannot fire; subject: its id; detail: `label`, `code`
 * - `work-stands-still` work is due and nothing is worked off; subject: `fleet`; detail: `dueRuns`
 * - `credential-broken` our own credential is refused; subject: `fleet`; detail: `code`, `since`
 */
export const alertKinds = ['schedule-missed', 'schedule-problem', 'work-stands-still', 'credential-broken'] as const;
export type AlertKind = (typeof alertKinds)[number];

export interface OpenAlert {
  id: string;
  kind: AlertKind;
  subject: string;
  /** As it was when the alert was opened. */
  detail: Record<string, unknown>;
  openedAt: Date;
}

/** How often the sweeps of all workers together look. */
const lookEveryMs = 10 * second;
const firedWithinMs = 10 * minute;
const begunWithinMs = hour;
const listedAtMost = 100;

/** Opens and closes alerts by how things stand. Any number of workers may call it, as often as they like. */
export async function raiseAlerts(tx: Tx, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const fleet = await claimAlertCheck(tx, { now, notSince: before(lookEveryMs) });
  if (fleet === null) return;
  const standing = await judgeLiveness(tx, now);
  const wanted: (AlertRow & { kind: AlertKind })[] = [];
  if (fleet.credentialBrokenSince !== null) {
    const detail = { code: fleet.credentialErrorCode, since: fleet.credentialBrokenSince };
    wanted.push({ kind: 'credential-broken', subject: 'fleet', detail });
  }
  if (standing.problem === 'standstill') {
    wanted.push({ kind: 'work-stands-still', subject: 'fleet', detail: { dueRuns: standing.dueRuns } });
  }
  const missed = await findMissedSchedules(tx, { dueBefore: before(firedWithinMs), begunBefore: before(begunWithinMs), now });
  for (const { id, ...detail } of missed) wanted.push({ kind: 'schedule-missed', subject: id, detail });
  const troubled = await tx.schedule.findMany({ where: { enabled: true, problemCode: { not: null } } });
  for (const { id, label, problemCode } of troubled) {
    wanted.push({ kind: 'schedule-problem', subject: id, detail: { label, code: problemCode } });
  }
  const changed = await reconcileAlerts(tx, { kinds: alertKinds, wanted, now });
  if (changed > 0) await notifyChange(tx, 'fleet');
}

/** The alerts that are open, newest first; at most 100. */
export async function listOpenAlerts(db: Database): Promise<OpenAlert[]> {
  const rows = await db.asFleet((tx) =>
    tx.alert.findMany({ where: { closedAt: null }, orderBy: [{ openedAt: 'desc' }, { id: 'desc' }], take: listedAtMost }),
  );
  return rows.map(({ id, kind, subject, detail, openedAt }) => ({
    id,
    kind: kind as AlertKind,
    subject,
    detail: (detail ?? {}) as OpenAlert['detail'],
    openedAt,
  }));
}
