import type { Dice } from './dice.ts';
import { takeTokensAway, troubleGraph, turnPagesWrong } from './hurt-graph.ts';
import { claimAtOnce, deliverTwice, forgeSlips } from './hurt-queue.ts';
import type { RoundWorld } from './round-world.ts';
import type { FaultKind } from './schedule.ts';

const second = 1000;

const somePlace = ({ fleet }: RoundWorld, dice: Dice) => dice.between(0, fleet.size - 1);

/** What each kind of fault does. Some last a few seconds, and resolve when they are over. */
export const inject: Record<FaultKind, (world: RoundWorld, dice: Dice) => Promise<void>> = {
  'worker-killed': (world, dice) => world.fleet.kill(somePlace(world, dice)),
  'worker-stopped': (world, dice) => world.fleet.stop(somePlace(world, dice)),
  'worker-frozen': (world, dice) => world.fleet.freeze(somePlace(world, dice), dice.between(4, 7) * second),
  'clock-wrong': (world, dice) => world.fleet.setClock(somePlace(world, dice), dice.pick([-60, -5, -1, 1, 5, 60]) * second),
  'slips-lost': (world) => world.services.loseSlips(),
  'redis-restarted': (world) => world.services.restartRedis(),
  'postgres-restarted': (world) => world.services.restartPostgres(),
  'graph-troubled': troubleGraph,
  'wrong-page': turnPagesWrong,
  'token-endpoint-down': takeTokensAway,
  'slip-twice': deliverTwice,
  'slips-forged': forgeSlips,
  'claimed-at-once': claimAtOnce,
};
