import { expect, test } from 'vitest';
import { playRound, shortRound } from './play-round.ts';

test.each([
  { backEnd: 'postgres', seed: 20_261_121 },
  { backEnd: 'redis', seed: 20_261_122 },
] as const)(
  'whatever breaks while customers are synced on $backEnd, the rows equal the directories and every run has one end',
  {
    timeout: 180_000,
  },
  async ({ backEnd, seed }) => {
    const report = await playRound(backEnd, seed, shortRound);
    expect(report.problems).toEqual([]);
    expect(Object.values(report.faults).reduce((sum, count) => sum + count, 0)).toBe(shortRound.faults);
  },
);
