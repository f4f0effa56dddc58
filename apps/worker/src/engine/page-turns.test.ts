import { expect, test } from 'vitest';
import { createPageTurns } from './page-turns.ts';

/** A page that is being written until `finish` or `fail` is called. */
function page(turns: ReturnType<typeof createPageTurns>, lane: 'prompt' | 'bulk' | 'long') {
  const written = Promise.withResolvers<void>();
  const begun = { yet: false };
  const end = turns.write({ lane }, () => {
    begun.yet = true;
    return written.promise;
  });
  return { begun, end, finish: written.resolve, fail: written.reject };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('long runs write one page after another, also after one that failed', async () => {
  const turns = createPageTurns();
  const [first, second, third] = [page(turns, 'long'), page(turns, 'long'), page(turns, 'long')];
  await soon();
  expect([first.begun.yet, second.begun.yet, third.begun.yet]).toEqual([true, false, false]);
  first.fail(new Error('disk full'));
  await expect(first.end).rejects.toThrow('disk full');
  await soon();
  expect([second.begun.yet, third.begun.yet]).toEqual([true, false]);
  second.finish();
  await second.end;
  await soon();
  expect(third.begun.yet).toBe(true);
});

test.each(['prompt', 'bulk'] as const)(
  'a run of the lane %s writes at once, beside a long one and beside others',
  async (lane) => {
    const turns = createPageTurns();
    const pages = [page(turns, 'long'), page(turns, lane), page(turns, lane)];
    await soon();
    expect(pages.map(({ begun }) => begun.yet)).toEqual([true, true, true]);
  },
);

test('a long run gives way for a moment before each page, as long as short runs are under way', async () => {
  const waits: { ms: number; end: () => void }[] = [];
  let now = 1000;
  const wait = (ms: number) => new Promise<void>((end) => waits.push({ ms, end }));
  const turns = createPageTurns(wait, () => now);
  const leaves = [turns.enter({ lane: 'long' }), turns.enter({ lane: 'bulk' }), turns.enter({ lane: 'prompt' })];
  const [first, short] = [page(turns, 'long'), page(turns, 'bulk')];
  await soon();
  expect([first.begun.yet, short.begun.yet]).toEqual([false, true]);
  waits[0]?.end();
  await soon();
  expect(first.begun.yet).toBe(true);
  now += 20;
  first.finish();

  leaves[1]?.();
  const second = page(turns, 'long');
  await soon();
  expect(second.begun.yet).toBe(false);
  now += 60;
  waits[1]?.end();
  await soon();
  now += 70;
  second.finish();
  await second.end;
  const third = page(turns, 'long');
  await soon();
  // 80 ms from begin to begin, and 30 ms after a page that took nearly as long.
  expect(waits.map(({ ms }) => ms)).toEqual([30, 60, 30]);
  waits[2]?.end();
  third.finish();
  await third.end;

  leaves[2]?.();
  const fourth = page(turns, 'long');
  await soon();
  expect(fourth.begun.yet).toBe(true);
  expect(waits).toHaveLength(3);
});
