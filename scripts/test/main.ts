// `npm test`: unit and integration tests, then the whole story in a browser. Each part starts the services it needs by itself. The last line
// counts what every runner reported.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Counts {
  passed: number;
  failed: number;
}

const folder = mkdtempSync(join(tmpdir(), 'tenantry-report-'));
const only = process.argv[2];

/** Runs one runner to its end. A runner that dies without a report, or that ran nothing, counts as one failure. */
function runPart(name: string, command: string[], read: (report: unknown) => Counts): Counts {
  if (only !== undefined && only !== name) return { passed: 0, failed: 0 };
  console.log(`\n── ${name}`);
  const report = join(folder, `${name}.json`);
  const [file, ...args] = command as [string, ...string[]];
  const started = Date.now();
  const { status } = spawnSync(file, args, {
    stdio: 'inherit',
    env: { ...process.env, TEST_REPORT: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    shell: process.platform === 'win32',
  });
  console.log(`${name}: ${Math.round((Date.now() - started) / 1000)} s`);
  try {
    const counts = read(JSON.parse(readFileSync(report, 'utf8')));
    if (counts.passed === 0) return { ...counts, failed: Math.max(1, counts.failed) };
    return status === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
  } catch {
    console.error(`${name} ended without a report.`);
    return { passed: 0, failed: 1 };
  }
}

function fromVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests } = report as Record<string, number>;
  // A skipped test is a test that is missing.
  return { passed: numPassedTests ?? 0, failed: (numFailedTests ?? 0) + (numPendingTests ?? 0) };
}

function fromPlaywright(report: unknown): Counts {
  const { stats } = report as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped };
}

const parts = [
  runPart(
    'vitest',
    ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${join(folder, 'vitest.json')}`],
    fromVitest,
  ),
  runPart('e2e', ['playwright', 'test', '--config', 'e2e/playwright.config.ts'], fromPlaywright),
];
rmSync(folder, { recursive: true, force: true });

const passed = parts.reduce((sum, part) => sum + part.passed, 0);
const failed = parts.reduce((sum, part) => sum + part.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
