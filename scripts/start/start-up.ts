import type { Database } from '@tenantry/db';
import { Listr, type ListrTask } from 'listr2';
import type { DataFolder } from './data-folder.ts';
import { askRedis, connect, migrateDatabase, provideDatabase, type RunningDatabase } from './database.ts';
import type { Ending } from './ending.ts';
import type { Flags } from './flags.ts';
import type { Plan } from './plan.ts';
import type { Processes } from './processes.ts';
import { startEmulator, startPortal, startWorker } from './services.ts';
import { buildPortal, isBuilt } from './web-build.ts';

/** What a start is made of. */
export interface Start {
  flags: Flags;
  plan: Plan;
  data: DataFolder;
  processes: Processes;
  ending: Ending;
}

/** Runs steps with a display: drawn on a terminal, told line by line elsewhere. @param atOnce how many at a time */
export async function runSteps(steps: ListrTask[], atOnce: number): Promise<void> {
  // Whoever runs the steps tells why one failed, below all of them.
  const rendererOptions = { showErrorMessage: false };
  await new Listr(steps, {
    concurrent: atOnce,
    registerSignalListeners: false,
    fallbackRenderer: 'simple',
    rendererOptions,
  }).run();
}

/**
 * Starts database, emulator, worker and portal.
 *
 * @throws StartError when one of them does not start, or dies
 */
export async function startUp(start: Start): Promise<{ database: RunningDatabase; db: Database }> {
  const { flags, plan, data, processes, ending } = start;
  /** A part that has died ends the wait for the others. */
  const step = <T>(work: () => Promise<T>): Promise<T> => Promise.race([work(), processes.firstDeath]);

  const found: { database?: RunningDatabase } = {};
  const prepareDatabase = async () => {
    const database = await provideDatabase(plan, data);
    ending.postgres = database.postgres;
    await migrateDatabase(database, plan);
    found.database = database;
  };
  const prepare: ListrTask[] = [
    { title: plan.database === null ? 'PostgreSQL' : 'Database', task: () => step(prepareDatabase) },
    { title: 'Redis', enabled: plan.redisUrl !== null, task: () => step(() => askRedis(plan.redisUrl ?? '')) },
    {
      title: `Microsoft Entra and Graph, emulated at ${plan.emulatorUrl}`,
      enabled: plan.emulatorUrl !== null,
      task: () => step(() => startEmulator(processes, flags, data, plan)),
    },
    {
      title: 'Web pages',
      skip: () => isBuilt() && 'Web pages are built already',
      task: () => step(() => buildPortal(processes)),
    },
  ];
  await runSteps(prepare, prepare.length);
  const { database } = found;
  if (!database) throw new Error('The database was prepared without telling where it is.');

  const db = connect(database);
  const serve: ListrTask[] = [
    { title: 'Worker', task: () => step(() => startWorker(processes, plan, database, db)) },
    { title: `Portal at ${plan.portalUrl}`, task: () => step(() => startPortal(processes, flags, plan, database)) },
  ];
  await runSteps(serve, serve.length);
  return { database, db };
}
