import { expect, test } from 'vitest';
import { afterPage, beginning, goOn, type Place, restingUntil } from './place.ts';

const pace = { pages: 2, withinMs: 10_000 };
const at = (second: number) => new Date(second * 1000);
function afterPages(...seconds: number[]): Place {
  const place = { ...beginning };
  for (const second of seconds) place.paced = afterPage(place, pace, at(second));
  return place;
}

test('a listing without a pace never rests', () => {
  expect(afterPage(beginning, undefined, at(0))).toBeNull();
  expect(restingUntil(afterPages(0, 1), undefined, at(1))).toBeNull();
});

test('a listing rests when the pages of its pace are used up, until the time of the pace is over', () => {
  expect(restingUntil(afterPages(0), pace, at(1))).toBeNull();
  expect(restingUntil(afterPages(0, 1), pace, at(1))).toEqual(at(10));
  expect(restingUntil(afterPages(0, 1), pace, at(10))).toBeNull();
});

test('the time of the pace begins anew with the first page after it', () => {
  const place = afterPages(0, 1, 10);
  expect(place.paced).toEqual({ since: at(10).toISOString(), pages: 1 });
  expect(restingUntil(place, pace, at(11))).toBeNull();
});

test('a slice gives its place to others while its listing rests', () => {
  expect(goOn(afterPages(0), pace, at(1))).toEqual({ kind: 'more' });
  expect(goOn(afterPages(0, 1), pace, at(2))).toEqual({ kind: 'wait', until: at(10), reason: 'budget' });
});
