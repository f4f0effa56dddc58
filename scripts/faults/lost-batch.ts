import { setTimeout as delay } from 'node:timers/promises';
import { createDice } from './dice.ts';
import { countActive, countEvents, countStates, wrongEnds } from './judge.ts';
import type { RoundReport } from './play-round.ts';
import { startRoundWorld } from './round-world.ts';
import type { BackEndName } from './services.ts';
import { differencesFromTruth } from './truth.ts';

const second = 1000;
/** How long the batch may take to come to its end, for each customer of it. */
const patienceMs = 200;

/**
 * One batch over many customers. When a third of its runs have ended every slip is lost and every process dies at once: workers, PostgreSQL, and Redis
 * where there is one. What comes after them goes on by itself; then each customer must have been synced once, and its rows equal its directory.
 *
 * @param seed decides the sizes of the customers
 */
export async function loseBatch(backEnd: BackEndName, seed: number, tenants: number): Promise<RoundReport> {
  const startedAt = performance.now();
  const world = await startRoundWorld(backEnd, { tenants, mostUsers: 60, workers: 2 }, createDice(seed));
  try {
    const ended = async () => (await countStates(world)).succeeded ?? 0;
    const proofs = await ended();
    await world.syncAll({ fullPass: true });
    while ((await ended()) - proofs < tenants / 3) await delay(20);
    const problems = (await countActive(world)) > tenants / 3 ? [] : ['too few runs were left to be lost'];

    const { fleet, services } = world;
    await Promise.all([services.loseSlips(), ...Array.from({ length: fleet.size }, (_, place) => fleet.kill(place))]);
    await Promise.all([services.restartRedis(), services.restartPostgres()]);
    const isOver = async () =>
      (await countActive(world)) === 0 && (await world.db.asFleet((tx) => tx.batch.count({ where: { state: 'ended' } }))) > 0;
    for (const deadline = Date.now() + 30 * second + tenants * patienceMs; Date.now() < deadline; await delay(200)) {
      // The first questions meet connections that died with the server.
      if (await isOver().catch(() => false)) break;
    }
    problems.push(...(await wrongEnds(world)));
    const synced = (await ended()) - proofs;
    if (synced !== tenants) problems.push(`${synced} of ${tenants} customers were synced`);
    for (const tenantId of world.tenantIds) problems.push(...(await differencesFromTruth(world, tenantId)));
    const [runs, events] = [await countStates(world), await countEvents(world)];
    await fleet.close();
    problems.push(...fleet.problems());
    const faults = { 'every slip and every process': 1 };
    return { faults, runs, events, seconds: (performance.now() - startedAt) / second, problems };
  } finally {
    await world.close();
  }
}
