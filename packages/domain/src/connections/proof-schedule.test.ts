import { describe, expect, it } from 'vitest';
import { nextTryAt, triesInFirstDay } from './proof-schedule.ts';

const begun = new Date('2026-03-01T00:00:00Z');
const hour = 3_600_000;

/** Every try of one proof that never succeeds, each made at the very moment it is due. */
function allTries(): Date[] {
  const tries: Date[] = [];
  for (let at = nextTryAt(begun, 0, begun); at !== null; at = nextTryAt(begun, tries.length, at)) tries.push(at);
  return tries;
}

describe('the schedule of a proof', () => {
  it('makes at most 40 tries in any 24 hours', () => {
    const tries = allTries();
    for (const start of tries) {
      const window = tries.filter((at) => at >= start && at.getTime() < start.getTime() + 24 * hour);
      expect(window.length).toBeLessThanOrEqual(40);
    }
  });

  it('looks at once, several times in the first two minutes, and never later than an hour apart in the first day', () => {
    const tries = allTries().slice(0, triesInFirstDay);
    expect(tries[0]).toEqual(begun);
    expect(tries.filter((at) => at.getTime() - begun.getTime() <= 120_000).length).toBeGreaterThanOrEqual(8);
    const gaps = tries.slice(1).map((at, index) => at.getTime() - (tries[index] as Date).getTime());
    expect(Math.max(...gaps)).toBeLessThanOrEqual(hour);
    expect(tries.at(-1)?.getTime()).toBe(begun.getTime() + 24 * hour);
  });

  it('goes on looking after the verdict, and ends within a week', () => {
    const last = allTries().at(-1) as Date;
    expect(last.getTime()).toBeGreaterThan(begun.getTime() + 26 * hour);
    expect(last.getTime()).toBeLessThanOrEqual(begun.getTime() + 7 * 24 * hour);
  });

  it('does not make up in a burst for tries that a stopped worker missed', () => {
    const back = new Date(begun.getTime() + 12 * hour);
    expect(nextTryAt(begun, 3, back)?.getTime()).toBeGreaterThan(back.getTime());
  });
});
