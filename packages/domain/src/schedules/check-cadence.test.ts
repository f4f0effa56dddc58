import { describe, expect, it } from 'vitest';
import { checkCadence } from './check-cadence.ts';

const cronWith = (cron: string, timeZone: string | null = 'Europe/Stockholm') => checkCadence({ cron, timeZone });
const fieldsOf = (checked: ReturnType<typeof checkCadence>) =>
  'problems' in checked ? checked.problems.map(({ field }) => field) : [];

describe('a cadence', () => {
  it.each(['*/5 * * * *', '0 0 * * THU', '0 0 1 MAR *', '5 0 L * *', '0 9 * * 1#1', '2,58 3 * * *', '0 0 29 2 *'])(
    'may be `%s`',
    (cron) => {
      expect(cronWith(cron)).toEqual({ cron, timeZone: 'Europe/Stockholm' });
    },
  );

  it.each([
    ['has not five fields', '0 0 * * * *'],
    ['is empty', ''],
    ['never comes', '0 0 30 2 *'],
    ['is out of range', '61 * * * *'],
    ['is rubbish', 'a b c d e'],
    ['is drawn at random', 'H 3 * * *'],
    ['is drawn at random from a range', '0 H(1-3) * * *'],
    ['fires too often', '*/4 * * * *'],
    ['fires too often across the hour', '2,58 * * * *'],
    ['fires too often across midnight', '2,58 0,23 * * *'],
  ])('that %s is refused with a sentence', (_what, cron) => {
    const checked = cronWith(cron);
    expect(checked).toEqual({ problems: [{ field: 'cron', message: expect.stringMatching(/^[A-Z`].*\.$/) }] });
  });

  it.each([null, '', 'Mars/Phobos', '+02:00', 'local'])('by the clock needs a time zone, which `%s` is not', (timeZone) => {
    expect(fieldsOf(cronWith('0 0 * * *', timeZone))).toEqual(['timeZone']);
  });

  it('is either by the clock or an interval, and never both or none', () => {
    expect(fieldsOf(checkCadence({}))).toEqual(['cron']);
    expect(fieldsOf(checkCadence({ cron: '0 0 * * *', timeZone: 'UTC', everyMinutes: 60 }))).toEqual(['cron']);
    expect(fieldsOf(checkCadence({ everyMinutes: 60, timeZone: 'UTC' }))).toEqual(['timeZone']);
    expect(checkCadence({ everyMinutes: 60 })).toEqual({ everyMinutes: 60 });
  });

  it.each([4, 43_201, 7.5, Number.NaN])('every %s minutes is refused', (everyMinutes) => {
    expect(fieldsOf(checkCadence({ everyMinutes }))).toEqual(['everyMinutes']);
  });

  it('names all problems at once', () => {
    expect(fieldsOf(cronWith('x', 'Mars/Phobos'))).toEqual(['cron', 'timeZone']);
  });
});
