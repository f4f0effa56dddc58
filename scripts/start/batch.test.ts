import { expect, it } from 'vitest';
import { standingOf } from './batch.ts';

const run = (
  tenantName: string,
  state: string,
  progress: { phase: string; done: number; expected: number | null } | null = null,
) => ({
  tenantName,
  state,
  progress,
});

it('says how many runs have ended and how, and where the others stand', () => {
  const runs = [
    run('A', 'succeeded'),
    run('B', 'partial'),
    run('C', 'succeeded'),
    run('D', 'running', { phase: 'users', done: 1998, expected: 60_000 }),
    run('E', 'waiting', { phase: 'groups', done: 5, expected: null }),
    run('F', 'held'),
  ];
  expect(standingOf(runs)).toEqual({
    summary: '3 of 6 done, 2 succeeded, 1 partial',
    underWay: ['D users 1,998 of 60,000', 'E groups 5 (waiting)', 'F held'],
  });
});
