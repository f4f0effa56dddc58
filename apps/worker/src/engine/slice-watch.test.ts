import { expect, test, vi } from 'vitest';
import { createSliceWatch } from './slice-watch.ts';

function watchAt() {
  const time = { ms: 0 };
  const watch = createSliceWatch(
    { stuckMs: 25_000, wedgedMs: 20_000 },
    () => new Date(time.ms),
    () => time.ms,
  );
  return { time, watch };
}

test('a slice of which nothing is heard is given up, once', () => {
  const { time, watch } = watchAt();
  const giveUp = vi.fn();
  watch.open(giveUp);
  time.ms = 24_000;
  watch.look();
  expect(giveUp).not.toHaveBeenCalled();
  time.ms = 25_000;
  watch.look();
  watch.look();
  expect(giveUp).toHaveBeenCalledTimes(1);
});

test('a slice that is heard again and again is never given up', () => {
  const { time, watch } = watchAt();
  const giveUp = vi.fn();
  const slice = watch.open(giveUp);
  for (time.ms = 0; time.ms < 120_000; time.ms += 10_000) {
    slice.heard();
    expect(watch.look()).toBe(false);
  }
  expect(giveUp).not.toHaveBeenCalled();
});

test('a worker is wedged when all its slices are silent, and only then', () => {
  const { time, watch } = watchAt();
  expect(watch.look()).toBe(false);
  watch.open(() => {});
  const other = watch.open(() => {});
  time.ms = 15_000;
  other.heard();
  time.ms = 20_000;
  expect(watch.look()).toBe(false);
  expect(watch.wedgedAt()).toBeNull();
  time.ms = 35_000;
  expect(watch.look()).toBe(true);
  expect(watch.wedgedAt()).toEqual(new Date(35_000));
});

test('it stays wedged after its slices were given up, until another one is heard', () => {
  const { time, watch } = watchAt();
  const slice = watch.open(() => slice.close());
  time.ms = 25_000;
  watch.look();
  expect(watch.running()).toBe(0);
  expect(watch.look()).toBe(false);
  expect(watch.wedgedAt()).toEqual(new Date(25_000));
  const next = watch.open(() => {});
  expect(watch.wedgedAt()).not.toBeNull();
  next.worked();
  expect(watch.wedgedAt()).toBeNull();
  expect(watch.workedAt()).toEqual(new Date(25_000));
});
