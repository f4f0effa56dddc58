import { Gauge, Registry } from 'prom-client';

/** What holds for the whole fleet at this moment, read from the rows. Keys are states and kinds, never tenants. */
export interface FleetFigures {
  /** Runs that have not ended, by state. */
  activeRuns: Record<string, number>;
  dueRuns: number;
  /** For how long the oldest due run has been due; 0 when none is. */
  oldestDueMs: number;
  tenants: Record<string, number>;
  openAlerts: Record<string, number>;
  workers: { working: number; wedged: number };
  /** What is left of the app's quota of resource units; null before the first call to Graph. */
  budget: { units: number; capacity: number } | null;
  /** Tenants, or the app itself, whom Graph asked for a pause that has not passed. */
  pausedBudgets: number;
  credentialBroken: boolean;
  fleetPaused: boolean;
}

/** The figures of the fleet as Prometheus reads them (text format 0.0.4). */
export function createFleetMetrics(figures: FleetFigures): Registry {
  const registry = new Registry();
  const gauge = (name: string, help: string, value: number) => new Gauge({ name, help, registers: [registry] }).set(value);
  const byLabel = <Label extends string>(name: string, help: string, label: Label, values: Record<string, number>) => {
    const labelled = new Gauge({ name, help, labelNames: [label], registers: [registry] });
    for (const [value, count] of Object.entries(values)) labelled.labels(value).set(count);
  };

  byLabel('tenantry_runs', 'Runs that have not ended.', 'state', figures.activeRuns);
  gauge('tenantry_runs_due', 'Runs that may begin a slice now and wait for a worker.', figures.dueRuns);
  gauge('tenantry_runs_due_oldest_age_seconds', 'How long the oldest due run has waited.', figures.oldestDueMs / 1000);
  byLabel('tenantry_tenants', 'Tenants by the state of their connection.', 'state', figures.tenants);
  byLabel('tenantry_alerts_open', 'Alerts that have not passed.', 'kind', figures.openAlerts);
  byLabel('tenantry_workers', 'Workers that are alive.', 'condition', figures.workers);
  gauge('tenantry_graph_budget_units', "What is left of the app's quota of resource units.", figures.budget?.units ?? Number.NaN);
  gauge('tenantry_graph_budget_capacity_units', 'What that quota holds when it is full.', figures.budget?.capacity ?? Number.NaN);
  gauge('tenantry_graph_budgets_paused', 'Quotas for which Microsoft Graph asked for a pause.', figures.pausedBudgets);
  gauge('tenantry_credential_broken', '1 while Entra refuses our own credential.', Number(figures.credentialBroken));
  gauge('tenantry_fleet_paused', '1 while an operator has paused every tenant.', Number(figures.fleetPaused));
  return registry;
}
