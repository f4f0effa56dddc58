'use client';

import { useLocale } from 'next-intl';
import { type ReactNode, useSyncExternalStore } from 'react';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * An instant in the visitor's own time zone, or relative to now with the full time as its title. The server, which knows neither zone nor
 * clock of the visitor, writes it in UTC; so it stays without JavaScript.
 */
export function Instant({ at, relative = false }: { at: Date | string; relative?: boolean }): ReactNode {
  const locale = useLocale();
  const now = useSyncExternalStore(watchClock, roundedNow, () => null);
  const instant = new Date(at);
  const full = now === null ? inUtc(instant, locale) : inOwnZone(instant, locale);
  const text = relative && now !== null ? fromNow(instant.getTime() - now, locale) : full;
  return (
    // Node and browsers may write the same date with different spaces.
    <time dateTime={instant.toISOString()} title={full} className="figures" suppressHydrationWarning>
      {text}
    </time>
  );
}

const clockStep = 10 * second;

function watchClock(onTick: () => void): () => void {
  const timer = setInterval(onTick, clockStep);
  return () => clearInterval(timer);
}

function roundedNow(): number | null {
  return Math.ceil(Date.now() / clockStep) * clockStep;
}

function inUtc(instant: Date, locale: string): string {
  return `${new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(instant)} UTC`;
}

/** In the visitor's own variety of the page's language, if the browser names one: 21/11/2026 or 11/21/2026. */
function inOwnZone(instant: Date, locale: string): string {
  const own = navigator.languages.find((tag) => tag.split('-')[0] === locale.split('-')[0] && !locale.includes('-')) ?? locale;
  return new Intl.DateTimeFormat(own, { dateStyle: 'medium', timeStyle: 'medium' }).format(instant);
}

function fromNow(differenceMs: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const size = Math.abs(differenceMs);
  if (size < clockStep) return format.format(0, 'second');
  if (size < minute) return format.format(Math.round(differenceMs / clockStep) * (clockStep / second), 'second');
  if (size < hour) return format.format(Math.round(differenceMs / minute), 'minute');
  if (size < day) return format.format(Math.round(differenceMs / hour), 'hour');
  return format.format(Math.round(differenceMs / day), 'day');
}
