import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isTraced } from './index.ts';

/** Runs a program that has this package as `runtime`, and gives what it prints as JSON. */
async function printedBy(program: string): Promise<unknown> {
  const setUp = `import * as runtime from '${new URL('./index.ts', import.meta.url).href}';
    import { createRequire } from 'node:module';
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).map((path) => path.split('/node_modules/').at(-1));
    const log = runtime.createLog({ name: 'test', level: 'fatal' });`;
  const run = promisify(execFile);
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', setUp + program], { env });
  return JSON.parse(stdout);
}

const use = (settings: object) => `
  const settings = ${JSON.stringify(settings)};
  const stop = await runtime.startTelemetry({ serviceName: 'test', settings, log });
  const metrics = await runtime.startWorkerMetrics({ settings, running: () => 0 });
  metrics.meter.slice({ job: 'a', outcome: 'more', durationMs: 1 });
  const seen = await runtime.inSpan('a', {}, async () => runtime.currentTraceparent());
  await metrics.close();
  const libraries = ['@opentelemetry/sdk-node', 'prom-client'].filter((name) => loaded().some((path) => path.startsWith(name)));
  const endingAt = performance.now();
  await stop();
  console.log(JSON.stringify({ libraries, seen, goodbyeMs: performance.now() - endingAt }));
  process.exit(0);`;

// Each starts a process, on a machine that may be busy.
const timeout = 30_000;

test('without settings neither the SDK nor the metrics library is loaded, and there is no trace', { timeout }, async () => {
  expect(await printedBy(use({}))).toMatchObject({ libraries: [], seen: null });
});

test('with settings both are, and a receiver that is not there keeps no process from its end', { timeout }, async () => {
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', METRICS_PORT: 0 };
  const printed = await printedBy(use(settings));
  expect(printed).toMatchObject({
    libraries: ['@opentelemetry/sdk-node', 'prom-client'],
    seen: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
  });
  expect((printed as { goodbyeMs: number }).goodbyeMs).toBeLessThan(6000);
});

test('traces that are not kept still have a context, and say so', { timeout }, async () => {
  const settings = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_TRACES_SAMPLER_ARG: 0 };
  expect(await printedBy(use(settings))).toMatchObject({ seen: expect.stringMatching(/-00$/) });
});

test.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, true],
  [{ OTEL_TRACES_EXPORTER: 'zipkin' }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318', OTEL_TRACES_EXPORTER: 'none' }, false],
])('settings %o ask for traces: %s', (settings, expected) => {
  expect(isTraced(settings)).toBe(expected);
});
