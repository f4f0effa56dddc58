import { expect, test } from 'vitest';
import { readAhead } from './read-ahead.ts';

/** Pages 1 to `count`, and which of them were asked for. */
function numbered(count: number, fails?: number) {
  const asked: number[] = [];
  let returned = false;
  async function* pages() {
    try {
      for (let page = 1; page <= count; page += 1) {
        asked.push(page);
        await Promise.resolve();
        if (page === fails) throw new Error(`page ${page}`);
        yield page;
      }
    } finally {
      returned = true;
    }
  }
  return { pages: pages(), asked, returned: () => returned };
}

test('asks for the next page before this one is worked on', async () => {
  const { pages, asked } = numbered(3);
  const seen: { page: number; asked: number[] }[] = [];
  for await (const page of readAhead(pages, () => true)) seen.push({ page, asked: [...asked] });
  expect(seen).toEqual([
    { page: 1, asked: [1, 2] },
    { page: 2, asked: [1, 2, 3] },
    { page: 3, asked: [1, 2, 3] },
  ]);
});

test('asks for no page beyond the one with which the consumer wants to end', async () => {
  const { pages, asked } = numbered(10);
  const seen: number[] = [];
  for await (const page of readAhead(pages, () => asked.length < 4)) seen.push(page);
  expect(seen).toEqual([1, 2, 3, 4]);
  expect(asked).toEqual([1, 2, 3, 4]);
});

test('shows the failure of a page when that page is asked for, and not before', async () => {
  const { pages } = numbered(5, 3);
  const seen: number[] = [];
  const reading = async () => {
    for await (const page of readAhead(pages, () => true)) seen.push(page);
  };
  await expect(reading()).rejects.toThrow('page 3');
  expect(seen).toEqual([1, 2]);
});

test('ends the listing when its consumer fails', async () => {
  const { pages, returned } = numbered(5);
  const reading = async () => {
    for await (const _ of readAhead(pages, () => true)) throw new Error('cannot write');
  };
  await expect(reading()).rejects.toThrow('cannot write');
  await expect.poll(returned).toBe(true);
});
