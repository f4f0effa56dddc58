'use client';

import { useLocale } from 'next-intl';
import { type ReactNode, useSyncExternalStore } from 'react';
import { clockStep, fromNow } from './from-now.ts';

/**
 * An instant in the visitor's own time zone, or relative to now with the full time as its title. The server, which knows neither zone nor
 * clock of the visitor, writes it in UTC; so it stays without JavaScript.
 *
 * @param soon what is said of an instant to come that is near or just past, in place of a relative time
 */
export function Instant({ at, relative = false, soon }: { at: Date | string; relative?: boolean; soon?: string }): ReactNode {
  const locale = useLocale();
  const now = useSyncExternalStore(watchClock, roundedNow, () => null);
  const instant = new Date(at);
  const full = now === null ? inUtc(instant, locale) : inOwnZone(instant, locale);
  const difference = now === null ? null : instant.getTime() - now;
  const isSoon = soon !== undefined && difference !== null && difference < clockStep;
  const text = relative && difference !== null ? (isSoon ? soon : fromNow(difference, locale)) : full;
  return (
    // Node and browsers may write the same date with different spaces.
    <time dateTime={instant.toISOString()} title={full} className="figures" suppressHydrationWarning>
      {text}
    </time>
  );
}

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
