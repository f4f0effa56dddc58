import type { FleetFigures } from './fleet-metrics.ts';

/** The figures of the fleet as Prometheus reads them (text format 0.0.4). The library is loaded at the first call. */
export async function fleetMetricsText(figures: FleetFigures): Promise<string> {
  const { createFleetMetrics } = await import('./fleet-metrics.ts');
  return createFleetMetrics(figures).metrics();
}
