import { expect, test } from 'vitest';
import { cadenceFrom, cadenceWishOf, type ScheduleFormWish, scheduleFrom } from './schedule-wish.ts';

const wish: ScheduleFormWish = {
  label: 'Nightly',
  job: 'directory-sync',
  params: {},
  selection: { kind: 'tag', tenants: [], tag: 'gold', states: [] },
  cadence: cadenceWishOf({ everyMinutes: 120 }),
  spreadMinutes: '',
  catchUp: 'once',
  enabled: true,
};

test('an interval goes through the form and comes back as it was', () => {
  for (const everyMinutes of [5, 90, 120, 1440, 43_200]) {
    expect(cadenceFrom(cadenceWishOf({ everyMinutes }))).toEqual({ everyMinutes });
  }
  const cadence = { cron: '0 3 * * 1', timeZone: 'Asia/Tokyo' };
  expect(cadenceFrom(cadenceWishOf(cadence))).toEqual(cadence);
});

test('only one kind of cadence is sent, and a spread that was left empty is left to the product', () => {
  expect(scheduleFrom(wish, { fullPass: true })).toEqual({
    label: 'Nightly',
    job: 'directory-sync',
    params: { fullPass: true },
    selection: { kind: 'tag', tag: 'gold' },
    everyMinutes: 120,
    spreadMinutes: null,
    catchUp: 'once',
    enabled: true,
  });
});
