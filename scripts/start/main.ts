// `npm start`: everything on this machine, from PostgreSQL to the pages, until Ctrl-C.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { provideApiKey } from './api-key.ts';
import { hasActiveSync, watchSyncs } from './batch.ts';
import { openDataFolder, placesIn } from './data-folder.ts';
import { playDemo } from './demo.ts';
import { endOnSignals, say } from './ending.ts';
import { readFlags, usage } from './flags.ts';
import { removeDataFolder } from './fresh.ts';
import { describeLinks } from './links.ts';
import { planStart } from './plan.ts';
import { refuseTakenPort } from './ports.ts';
import { createProcesses, stopOrphans } from './processes.ts';
import { StartError } from './start-error.ts';
import { postgresPid, removeStartFile, writeStartFile } from './start-json.ts';
import { runSteps, type Start, startUp } from './start-up.ts';

const settingsFile = join(import.meta.dirname, '../../.env');

// Who reads our output may leave before us.
process.stdout.on('error', () => undefined);

try {
  const start = await begin(process.argv.slice(2));
  await run(start).catch(async (error: unknown) => {
    // What fails because everything ends is not worth telling; the end exits the process.
    if (!start.ending.signal.aborted) {
      explain(error);
      await start.ending.end().catch(explain);
      process.exit(1);
    }
  });
} catch (error) {
  explain(error);
  process.exit(1);
}

/** Looks at everything that can be wrong before anything is started. */
async function begin(args: string[]): Promise<Start> {
  const flags = readFlags(args);
  if (flags.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  if (existsSync(settingsFile)) process.loadEnvFile(settingsFile);
  const places = placesIn(flags.data);
  await stopOrphans(places.processFile);
  removeStartFile(places);
  await refuseTakenPort(flags.port, '--port');
  if (flags.fresh) await removeDataFolder(flags.data);
  const data = openDataFolder(flags.data);
  const plan = planStart(flags, process.env, data.secrets.sessionSecret);
  if (plan.emulatorUrl !== null) await refuseTakenPort(flags.emulatorPort, '--emulator-port');
  const processes = await createProcesses(data);
  return { flags, plan, data, processes, ending: endOnSignals(processes, data) };
}

/** Starts everything, says where it is, and stays until a part of it dies. */
async function run(start: Start): Promise<never> {
  const { plan, data, processes, ending } = start;
  const { database, db } = await startUp(start);
  const api = { portalUrl: plan.portalUrl, key: await provideApiKey(db, data, database.name) };
  const demo = plan.emulatorUrl === null ? null : await playDemo(start, db, api);
  const customers = demo?.cast.customers ?? [];
  writeStartFile(data, {
    portalUrl: plan.portalUrl,
    emulatorUrl: plan.emulatorUrl,
    apiKey: api.key,
    pids: { start: process.pid, ...processes.pids(), ...postgresPid(data) },
    operators: demo?.cast.operators ?? [],
    tenants: customers.map(({ tenantId, name, adminUsername, userUsername }) => ({
      tenantId,
      name,
      adminUsername,
      userUsername,
    })),
    invitations: demo?.visitorLinks ?? [],
  });
  console.log(describeLinks(plan, data, api.key, demo));
  if (demo !== null && (await hasActiveSync(api))) {
    await runSteps([{ title: 'Directory sync', task: (_, task) => followSyncs(task) }], 1);
  }
  return processes.firstDeath;

  async function followSyncs(task: { title?: string | undefined; output: string | Uint8Array }): Promise<void> {
    let told = '';
    await Promise.race([
      processes.firstDeath,
      watchSyncs(api, ending.signal, ({ summary, underWay }) => {
        task.title = ['Directory sync', summary, ...(process.stdout.isTTY ? underWay : [])].join(' · ');
        if (!process.stdout.isTTY && summary !== told) task.output = summary;
        told = summary;
      }),
    ]);
    if (ending.signal.aborted) task.title += ' · goes on at the next start';
  }
}

function explain(error: unknown): void {
  if (!(error instanceof StartError)) {
    say(`${error instanceof Error ? error.stack : String(error)}\n`);
    return;
  }
  say(`\n${error.message}\n${error.detail === '' ? '' : `\n${error.detail}\n`}`);
}
