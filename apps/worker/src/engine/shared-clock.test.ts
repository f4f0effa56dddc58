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

/** The clock after answers, each asked for, come and shown at these milliseconds; `now` at the last of them. */
async function after(answers: readonly [asked: number, come: number, shown: number][]): Promise<number> {
  const elapsed = [0, ...answers.flatMap((answer) => answer.slice(0, 2)), answers.at(-1)?.[1] ?? 0];
  const shown = answers.map((answer) => new Date(databaseTime + answer[2]));
  const clock = createSharedClock(
    async () => shown.shift() ?? new Date(0),
    () => elapsed.shift() ?? 0,
  );
  for (const _ of answers) await clock.adjust();
  return clock.now().getTime() - databaseTime;
}

test('takes a slow first answer rather than none', async () => {
  expect(await after([[0, 3000, 1500]])).toBe(3000);
});

test('is not led astray by a slow answer, of which only one way was slow', async () => {
  const quick = [1000, 1002, 1001] as const;
  for (const shown of [2000, 2400]) expect(Math.abs((await after([[...quick], [2000, 2400, shown]])) - 2400)).toBeLessThan(2);
});

test('narrows by a quick answer what a slow one told', async () => {
  const shown = await after([
    [0, 800, 0],
    [1000, 1002, 1001],
  ]);
  expect(Math.abs(shown - 1002)).toBeLessThan(2);
});

test('follows a database whose clock was set, also after many answers', async () => {
  expect(
    await after([
      [0, 2, 1],
      [5000, 5002, 5001],
      [10_000, 10_002, 3_610_001],
    ]),
  ).toBe(3_610_002);
});

test('an answer that fails leaves the time as it was', async () => {
  const before = Date.now();
  const clock = createSharedClock(() => Promise.reject(new Error('away')));
  await expect(clock.adjust()).rejects.toThrow('away');
  expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
  expect(clock.now().getTime()).toBeLessThan(before + 5000);
});
