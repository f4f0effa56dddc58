import { expect, test } from 'vitest';
import { loseBatch } from './lost-batch.ts';
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

test('a batch whose every slip is lost and whose every process dies in the middle ends complete, each customer synced once', {
  timeout: 120_000,
}, async () => {
  const report = await loseBatch('redis', 20_261_123, 40);
  expect(report.problems).toEqual([]);
});
