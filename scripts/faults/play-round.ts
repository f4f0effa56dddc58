import { setTimeout as delay } from 'node:timers/promises';
import { createDice, type Dice } from './dice.ts';
import { tellEarlyCall, wasOnItsWay } from './early-calls.ts';
import { changeDirectories, healEmulator } from './hurt-graph.ts';
import { TwiceClaimed } from './hurt-queue.ts';
import { inject } from './inject.ts';
import { countActive, countEvents, countStates, wrongEnds } from './judge.ts';
import { type RoundSize, type RoundWorld, startRoundWorld } from './round-world.ts';
import { drawSchedule, type PlannedFault } from './schedule.ts';
import type { BackEndName } from './services.ts';
import { differencesFromTruth, wronglyDeleted } from './truth.ts';

const second = 1000;
const minute = 60 * second;
/** The longest pause that a run makes by itself, and a little more. */
const longestPauseMs = 6 * minute;
/** How long everything may take to come to its end when nothing goes wrong any more. */
const patienceMs = 60 * second;

export interface RoundPlan extends RoundSize {
  faults: number;
  /** The time within which faults begin. */
  faultsMs: number;
}

export const usualRound: RoundPlan = { tenants: 30, mostUsers: 2000, workers: 3, faults: 36, faultsMs: 30 * second };
export const shortRound: RoundPlan = { tenants: 12, mostUsers: 500, workers: 2, faults: 16, faultsMs: 10 * second };

export interface RoundReport {
  faults: Record<string, number>;
  /** Runs by state. */
  runs: Record<string, number>;
  /** What the timelines of runs tell. */
  events: Record<string, number>;
  seconds: number;
  /** Empty when all is as it should be. */
  problems: string[];
}

/**
 * Plays one round: customers are synced again and again while their directories change and everything breaks; then nothing breaks any more, what is
 * under way comes to its end, each customer is synced once more, and the rows are compared with the directories.
 *
 * @param seed decides sizes, faults, their moments and the changes of directories
 */
export async function playRound(backEnd: BackEndName, seed: number, plan: RoundPlan): Promise<RoundReport> {
  const startedAt = performance.now();
  const dice = createDice(seed);
  const world = await startRoundWorld(backEnd, plan, dice);
  const problems: string[] = [];
  try {
    const faults = await breakThings(
      world,
      drawSchedule(dice, backEnd, { count: plan.faults, forMs: plan.faultsMs }),
      dice,
      problems,
    );
    await healEmulator(world);
    await world.letTimePass(longestPauseMs);
    await untilEnded(world);
    for (const tenantId of world.tenantIds) problems.push(...(await wronglyDeleted(world, tenantId)));

    const before = await countStates(world);
    await world.syncAll({ fullPass: false });
    await untilEnded(world);
    const runs = await countStates(world);
    const honest = (runs.succeeded ?? 0) - (before.succeeded ?? 0);
    problems.push(...(await wrongEnds(world)));
    if (honest < world.tenantIds.length) problems.push(`of the last ${world.tenantIds.length} runs ${honest} succeeded`);
    const events = await countEvents(world);
    for (const call of world.earlyCalls.filter((each) => !wasOnItsWay(each))) problems.push(tellEarlyCall(call));
    await world.fleet.close();
    problems.push(...world.fleet.problems());
    for (const tenantId of world.tenantIds) problems.push(...(await differencesFromTruth(world, tenantId)));
    return { faults, runs, events, seconds: (performance.now() - startedAt) / second, problems };
  } finally {
    await world.close();
  }
}

/** Keeps everybody busy and lets the faults happen; resolves when the last one is over. Gives how many there were of each kind. */
async function breakThings(
  world: RoundWorld,
  schedule: readonly PlannedFault[],
  dice: Dice,
  problems: string[],
): Promise<Record<string, number>> {
  const over = new AbortController();
  const busy = keepBusy(world, createDice(dice.between(1, 1e9)), over.signal);
  const counts: Record<string, number> = {};
  const happening = schedule.map(async ({ kind, atMs, seed }) => {
    await delay(atMs);
    await stubbornly(() => inject[kind](world, createDice(seed)), problems);
    counts[kind] = (counts[kind] ?? 0) + 1;
  });
  await Promise.all(happening);
  over.abort();
  await busy;
  return counts;
}

async function keepBusy(world: RoundWorld, dice: Dice, over: AbortSignal): Promise<void> {
  const few = world.tenantIds.length / 3;
  for (; !over.aborted; await delay(500)) {
    await stubbornly(async () => {
      if ((await countActive(world)) <= few) await world.syncAll({ fullPass: dice.next() < 0.4 });
    });
    await changeDirectories(world, dice);
  }
}

/** Tries until PostgreSQL and Redis are there for it; what they refuse for half a minute is refused for good. */
async function stubbornly(work: () => Promise<void>, problems: string[] = []): Promise<void> {
  for (const deadline = Date.now() + 30 * second; ; await delay(200)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof TwiceClaimed) return void problems.push(error.message);
      if (Date.now() > deadline) throw error;
    }
  }
}

async function untilEnded(world: RoundWorld): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline && (await countActive(world)) > 0; ) await delay(100);
  // A batch is closed by the sweep.
  const isOpen = () => world.db.asFleet((tx) => tx.batch.count({ where: { state: { not: 'ended' } } }));
  for (const deadline = Date.now() + 5 * second; Date.now() < deadline && (await isOpen()) > 0; ) await delay(100);
}
