import type { Dice } from './dice.ts';
import type { BackEndName } from './services.ts';

/** What can be done to a round. */
const faultKinds = [
  'worker-killed',
  'worker-stopped',
  'worker-frozen',
  'clock-wrong',
  'slips-lost',
  'redis-restarted',
  'postgres-restarted',
  'graph-troubled',
  'wrong-page',
  'token-endpoint-down',
  'slip-twice',
  'slips-forged',
  'claimed-at-once',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface PlannedFault {
  kind: FaultKind;
  atMs: number;
  /** Seed of what the fault itself draws. */
  seed: number;
}

/** What happens more than once; the others take the round's time by themselves. */
const often: readonly FaultKind[] = [
  'worker-killed',
  'slips-lost',
  'graph-troubled',
  'worker-killed',
  'slip-twice',
  'wrong-page',
  'worker-stopped',
  'slips-forged',
  'claimed-at-once',
];

/** The faults of a round, in the order of their time: each kind once at least, as far as `count` goes. */
export function drawSchedule(dice: Dice, backEnd: BackEndName, wish: { count: number; forMs: number }): PlannedFault[] {
  const possible = faultKinds.filter((kind) => backEnd === 'redis' || kind !== 'redis-restarted');
  const first = dice.between(0, often.length - 1);
  const kinds = Array.from(
    { length: wish.count },
    (_, number) => possible[number] ?? often[(number + first) % often.length] ?? 'worker-killed',
  );
  return kinds
    .map((kind) => ({ kind, atMs: dice.between(0, wish.forMs), seed: dice.between(1, 1e9) }))
    .sort((a, b) => a.atMs - b.atMs);
}
