import { type Database, readFleetCounts } from '@tenantry/db';
import { alertKinds } from './alerts/alerts.ts';
import { connectionStates } from './connections/connection-states.ts';
import { activeRunStates } from './runs/run-states.ts';
import { aliveForMs } from './workers.ts';

/** How the fleet stands, in numbers that a monitoring system keeps. Every state and kind is there, with 0 where there is none. */
export interface FleetFigures {
  /** Runs that have not ended, by state. */
  activeRuns: Record<string, number>;
  /** Runs that may begin a slice now and have not, for how long the oldest of them. */
  dueRuns: number;
  oldestDueMs: number;
  /** Tenants by the state of their connection. */
  tenants: Record<string, number>;
  openAlerts: Record<string, number>;
  /** Workers that are alive. */
  workers: { working: number; wedged: number };
  /** The app's quota of resource units; null before the first call to Graph. */
  budget: { units: number; capacity: number } | null;
  /** Quotas, of tenants or of the app, for which Graph asked for a pause. */
  pausedBudgets: number;
  credentialBroken: boolean;
  fleetPaused: boolean;
}

/** Reads the figures; a few milliseconds, however many runs have ended. */
export async function readFleetFigures(db: Database, now: Date): Promise<FleetFigures> {
  const aliveSince = new Date(now.getTime() - aliveForMs);
  const counts = await db.asFleet((tx) => readFleetCounts(tx, { now, aliveSince }));
  const { dueRuns, oldestDueAt, aliveWorkers, wedgedWorkers, appUnits, appCapacity } = counts;
  return {
    activeRuns: complete(activeRunStates, counts.activeRuns),
    dueRuns,
    oldestDueMs: oldestDueAt === null ? 0 : Math.max(0, now.getTime() - oldestDueAt.getTime()),
    tenants: complete(connectionStates, counts.tenants),
    openAlerts: complete(alertKinds, counts.openAlerts),
    workers: { working: aliveWorkers - wedgedWorkers, wedged: wedgedWorkers },
    budget: appUnits === null || appCapacity === null ? null : { units: appUnits, capacity: appCapacity },
    pausedBudgets: counts.pausedBudgets,
    credentialBroken: counts.credentialBroken,
    fleetPaused: counts.fleetPaused,
  };
}

function complete(names: readonly string[], counted: Record<string, number>): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, counted[name] ?? 0]));
}
