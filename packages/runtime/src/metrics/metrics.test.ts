import { readFileSync } from 'node:fs';
import type { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { createFleetMetrics, type FleetFigures } from './fleet-metrics.ts';
import { createWorkerMetrics } from './worker-metrics.ts';

const figures: FleetFigures = {
  activeRuns: { queued: 3, running: 1, waiting: 0, held: 2 },
  dueRuns: 3,
  oldestDueMs: 1500,
  tenants: { active: 7, settling: 1 },
  openAlerts: { 'credential-broken': 1 },
  workers: { working: 2, wedged: 1 },
  budget: { units: 12.5, capacity: 150_000 },
  pausedBudgets: 4,
  credentialBroken: true,
  fleetPaused: false,
};

const sample =
  /^([a-z_][a-z0-9_]*)(?:\{([a-z_]+="[^"\\\n]*"(?:,[a-z_]+="[^"\\\n]*")*)\})? (NaN|[+-]?Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i;

/** Reads the text format strictly: every sample belongs to a metric that was announced with its help and type. */
async function samplesOf(registry: Registry): Promise<Record<string, number>> {
  const announced = new Map<string, string>();
  const samples: Record<string, number> = {};
  for (const line of (await registry.metrics()).split('\n')) {
    if (line === '' || /^# HELP [a-z0-9_]+ .+$/.test(line)) continue;
    const [, metric, type] = /^# TYPE ([a-z0-9_]+) (counter|gauge|histogram|summary)$/.exec(line) ?? [];
    if (metric !== undefined && type !== undefined) {
      announced.set(metric, type);
      continue;
    }
    const [, name = '', labels = '', value] = sample.exec(line) ?? [];
    const base = announced.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
    expect(announced.has(base), line).toBe(true);
    samples[labels === '' ? name : `${name}{${labels}}`] = Number(value);
  }
  return samples;
}

describe('the metrics of the fleet', () => {
  test('are the figures in base units', async () => {
    const samples = await samplesOf(createFleetMetrics(figures));
    expect(samples).toMatchObject({
      'tenantry_runs{state="held"}': 2,
      tenantry_runs_due: 3,
      tenantry_runs_due_oldest_age_seconds: 1.5,
      'tenantry_tenants{state="active"}': 7,
      'tenantry_alerts_open{kind="credential-broken"}': 1,
      'tenantry_workers{condition="wedged"}': 1,
      tenantry_graph_budget_units: 12.5,
      tenantry_credential_broken: 1,
      tenantry_fleet_paused: 0,
    });
  });

  test('say that a budget is not known, rather than 0', async () => {
    const samples = await samplesOf(createFleetMetrics({ ...figures, budget: null }));
    expect(samples.tenantry_graph_budget_units).toBeNaN();
  });
});

test('the metrics of a worker count what it was told, in base units', async () => {
  const { meter, registry } = createWorkerMetrics(() => 5);
  meter.slice({ job: 'directory-sync', outcome: 'more', durationMs: 1500 });
  meter.failure({ job: 'directory-sync', domain: 'throttled' });
  meter.pages({ job: 'directory-sync', pages: 1, rows: 999 });
  meter.pages({ job: 'directory-sync', pages: 1, rows: 1 });
  meter.pages({ job: 'directory-sync', pages: 0, rows: 0 });
  meter.graphCall({ status: 200, units: 2, durationMs: 30 });
  meter.graphCall({ status: 429, units: 1, durationMs: 10 });
  meter.graphCall({ status: null, units: 1, durationMs: 30_000 });
  meter.tokenRequest({ outcome: 'issued' });
  expect(await samplesOf(registry)).toMatchObject({
    'tenantry_slices_ended_total{job="directory-sync",outcome="more"}': 1,
    'tenantry_slice_duration_seconds_sum{job="directory-sync"}': 1.5,
    'tenantry_slice_failures_total{job="directory-sync",domain="throttled"}': 1,
    'tenantry_pages_written_total{job="directory-sync"}': 2,
    'tenantry_page_rows_total{job="directory-sync"}': 1000,
    'tenantry_graph_requests_total{status="2xx"}': 1,
    'tenantry_graph_requests_total{status="4xx"}': 1,
    'tenantry_graph_requests_total{status="none"}': 1,
    tenantry_graph_throttled_total: 1,
    tenantry_graph_resource_units_total: 4,
    tenantry_graph_request_duration_seconds_count: 3,
    'tenantry_token_requests_total{outcome="issued"}': 1,
    tenantry_slices_running: 5,
    process_resident_memory_bytes: expect.any(Number),
  });
});

describe('docs/operations.md', () => {
  const text = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
  /** Rows of a table under a heading, as `name kind labels`. */
  const tableUnder = (heading: string) => {
    const section = text.split(`### ${heading}\n`)[1]?.split('\n#')[0] ?? '';
    return [...section.matchAll(/^\| `(tenantry_\w+)` \| (\w+) \|(?: (.+?))? \| [^|]+ \|$/gm)]
      .map(([, name, kind, labels = '']) => [name, kind, ...labels.split(', ').filter(Boolean)].join(' ').replaceAll('`', ''))
      .sort();
  };
  const registered = async (registry: Registry) => {
    const described = registry.getMetricsAsArray() as unknown as { name: string; type: string; labelNames: string[] }[];
    return described
      .filter(({ name }) => name.startsWith('tenantry_'))
      .map(({ name, type, labelNames }) => [name, type, ...labelNames].join(' '))
      .sort();
  };

  test.each([
    ['What the portal tells', () => createFleetMetrics(figures)],
    ['What each worker tells', () => createWorkerMetrics(() => 0).registry],
  ])('names every metric with its kind and labels, and no other: %s', async (heading, create) => {
    expect(tableUnder(heading)).toEqual(await registered(create()));
  });

  test('alerts by metrics that there are', () => {
    const alerts = text.split('### Three alerts\n')[1]?.split('\n## ')[0] ?? '';
    const used = new Set([...alerts.matchAll(/\btenantry_\w+/g)].map(([name]) => name));
    expect(used.size).toBeGreaterThanOrEqual(5);
    for (const name of used) expect(text).toContain(`| \`${name}\` |`);
  });
});

test('names are those of Prometheus: base units, and totals for counters alone', () => {
  const all = [createFleetMetrics(figures), createWorkerMetrics(() => 0).registry].flatMap(
    (registry) => registry.getMetricsAsArray() as unknown as { name: string; type: string; labelNames: string[] }[],
  );
  const ours = all.filter(({ name }) => name.startsWith('tenantry_'));
  expect(ours.length).toBeGreaterThan(20);
  for (const { name, type, labelNames } of ours) {
    expect(name.endsWith('_total'), name).toBe(type === 'counter');
    expect(name).not.toMatch(/_(ms|milliseconds|minutes|percent)(_|$)/);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    expect(
      labelNames.filter((label) => /tenant|name|user|id$/.test(label)),
      name,
    ).toEqual([]);
  }
});
