import { expect, test } from 'vitest';
import { createSharedClock } from './shared-clock.ts';

const databaseTime = Date.parse('2026-03-01T12:00:00.000Z');

/** A database whose clock began at `databaseTime`, and which answers after a while. */
function world() {
  let elapsed = 5000;
  const wait = { ms: 0 };
  const clock = createSharedClock(
    async () => {
      elapsed += wait.ms / 2;
      const shown = new Date(databaseTime + elapsed - 5000);
      elapsed += wait.ms / 2;
      return shown;
    },
    () => elapsed,
  );
  return { clock, wait, pass: (ms: number) => (elapsed += ms), truth: () => databaseTime + elapsed - 5000 };
}

test('goes by the database, whatever this machine believes', async () => {
  const { clock, pass, truth } = world();
  await clock.adjust();
  expect(clock.now().getTime()).toBe(truth());
  pass(90_000);
  expect(clock.now().getTime()).toBe(truth());
});

test('counts half of the way of the answer', async () => {
  const { clock, wait, truth } = world();
  wait.ms = 400;
  await clock.adjust();
  expect(clock.now().getTime()).toBe(truth());
});

test('takes a slow first answer rather than none, and leaves a slow later one', async () => {
  const elapsed = [0, 0, 3000, 3000, 4000, 9000, 9000];
  const shown = [databaseTime + 1500, databaseTime];
  const clock = createSharedClock(
    async () => new Date(shown.shift() ?? 0),
    () => elapsed.shift() ?? 0,
  );
  await clock.adjust();
  expect(clock.now().getTime()).toBe(databaseTime + 3000);
  await clock.adjust();
  expect(clock.now().getTime()).toBe(databaseTime + 9000);
});

test('an answer that fails leaves the time as it was', async () => {
  const before = Date.now();
  const clock = createSharedClock(() => Promise.reject(new Error('away')));
  await expect(clock.adjust()).rejects.toThrow('away');
  expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
  expect(clock.now().getTime()).toBeLessThan(before + 5000);
});
