import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cadence, latestFiring, nextFirings, periodMinutes } from './cadence.ts';

const minute = 60_000;
const hour = 60 * minute;
const stockholm = (cron: string) => ({ cron, timeZone: 'Europe/Stockholm' });
const saoPaulo = (cron: string) => ({ cron, timeZone: 'America/Sao_Paulo' });
const firings = (cadence: Cadence, after: string, count: number) =>
  nextFirings(cadence, new Date(after), count).map((at) => at.toISOString().slice(0, 16));

describe('a firing', () => {
  it('at a time that the clocks leap over happens when they have leapt, once', () => {
    expect(firings(stockholm('30 2 * * *'), '2026-03-28T12:00Z', 2)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30']);
    expect(firings(stockholm('0,30 2 * * *'), '2026-03-28T12:00Z', 2)).toEqual(['2026-03-29T01:00', '2026-03-30T00:00']);
    // Brazil's clocks leapt at midnight: a nightly job must not lose the day.
    expect(firings(saoPaulo('0 0 * * *'), '2018-11-03T12:00Z', 2)).toEqual(['2018-11-04T03:00', '2018-11-05T02:00']);
  });

  it('at a time that the clocks show twice happens the first time', () => {
    expect(firings(stockholm('30 2 * * *'), '2026-10-24T12:00Z', 2)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30']);
    expect(firings(saoPaulo('30 23 * * *'), '2018-02-17T12:00Z', 2)).toEqual(['2018-02-18T01:30', '2018-02-19T02:30']);
  });

  it('in every hour follows real time when the clocks are changed', () => {
    expect(firings(stockholm('0 * * * *'), '2026-10-24T23:30Z', 4)).toEqual([0, 1, 2, 3].map((at) => `2026-10-25T0${at}:00`));
    expect(firings(stockholm('0 * * * *'), '2026-03-28T23:30Z', 3)).toEqual([0, 1, 2].map((at) => `2026-03-29T0${at}:00`));
  });
});

const hours = fc.oneof(
  fc.constant('*'),
  fc.constant('*/2'),
  fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 4 }).map(String),
);
const minutes = fc.oneof(fc.constantFrom('*/5', '*/15', '7,42'), fc.nat(59).map(String));
const days = fc.constantFrom('* * *', '* * 1-5', '1,15 * *', 'L * *');
const cadences: fc.Arbitrary<Cadence> = fc.oneof(
  fc
    .tuple(minutes, hours, days, fc.constantFrom('Europe/Stockholm', 'America/Sao_Paulo', 'UTC', 'Asia/Kolkata'))
    .map(([minute, hour, day, timeZone]) => ({ cron: `${minute} ${hour} ${day}`, timeZone })),
  fc.integer({ min: 5, max: 43_200 }).map((everyMinutes) => ({ everyMinutes })),
);
/** Within three days of a change of clocks in either zone, or anywhere. */
const instants = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('2026-03-29T01:00Z', '2026-10-25T01:00Z', '2018-02-18T02:00Z', '2018-11-04T03:00Z'),
      fc.integer({ min: -72 * hour, max: 72 * hour }),
    )
    .map(([change, distance]) => new Date(new Date(change).getTime() + distance)),
  fc.date({ min: new Date('2017-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
);

describe('whatever the cadence and the time of year', () => {
  it('firings only go forward, and are the same wherever one begins to count', () => {
    fc.assert(
      fc.property(cadences, instants, (cadence, after) => {
        const all = nextFirings(cadence, after, 12).map((at) => at.getTime());
        expect([after.getTime(), ...all]).toEqual([...new Set([after.getTime(), ...all])].sort((a, b) => a - b));
        for (const [index, at] of all.slice(0, -1).entries()) {
          expect(nextFirings(cadence, new Date(at), 1)[0]?.getTime()).toBe(all[index + 1]);
          // Not so for an interval, which counts from the instant itself.
          if ('cron' in cadence) expect(nextFirings(cadence, new Date(at - 1), 1)[0]?.getTime()).toBe(at);
        }
      }),
    );
  });

  it('the latest firing is the last one that is not after now', () => {
    fc.assert(
      fc.property(cadences, instants, fc.nat(11), fc.nat(4 * minute), (cadence, after, index, laterMs) => {
        const all = nextFirings(cadence, after, 13);
        const slot = all[index] as Date;
        const now = new Date(Math.min(slot.getTime() + laterMs, (all[index + 1] as Date).getTime() - 1));
        expect(latestFiring(cadence, all[0] as Date, now)).toEqual(slot);
      }),
    );
  });

  it('a day of 23 or 25 hours has as many daily firings as any other', () => {
    fc.assert(
      fc.property(fc.nat(23), fc.nat(59), fc.constantFrom('Europe/Stockholm', 'America/Sao_Paulo'), (h, m, timeZone) => {
        const all = nextFirings({ cron: `${m} ${h} * * *`, timeZone }, new Date('2018-01-01T12:00Z'), 365);
        expect((all.at(-1) as Date).getTime() - (all[0] as Date).getTime()).toBeLessThanOrEqual(364 * 24 * hour + hour);
      }),
      { numRuns: 20 },
    );
  });
});

it('the period is the shortest time between two firings', () => {
  const periods = ['*/5 * * * *', '0 8,9 * * *', '0 6 * * *', '0 6 * * 1-5', '0 0 1 * *'].map((cron) =>
    periodMinutes(stockholm(cron)),
  );
  expect(periods).toEqual([5, 60, 24 * 60, 24 * 60, 28 * 24 * 60]);
  expect(periodMinutes({ everyMinutes: 90 })).toBe(90);
});
