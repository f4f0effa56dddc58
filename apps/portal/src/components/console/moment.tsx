'use client';

import { useSyncExternalStore } from 'react';
import { durationText } from './figures.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const tickMs = 5 * second;
const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all moments of a page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function clock(): number {
  if (now === 0) now = Date.now();
  return now;
}

/** The time now, to the nearest five seconds; 0 on the server and while hydrating, so that both render the same. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, clock, () => 0);
}

/**
 * An instant: how far away it is, with the local date and time as title. The server knows neither the reader's time zone nor their clock and
 * shows UTC.
 */
export function Moment({ at }: { at: Date }) {
  const current = useNow();
  const iso = at.toISOString();
  if (current === 0) return <time dateTime={iso}>{`${iso.slice(0, 16).replace('T', ' ')} UTC`}</time>;
  return (
    <time dateTime={iso} title={at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}>
      {relativeText(at, current)}
    </time>
  );
}

function relativeText(at: Date, current: number): string {
  const aheadMs = at.getTime() - current;
  const distance = Math.abs(aheadMs);
  if (distance > 6 * day) return at.toLocaleDateString(undefined, { dateStyle: 'medium' });
  if (distance < 10 * second) return 'just now';
  const unit = distance < minute ? 5 * second : distance < hour ? minute : 1;
  const text = durationText(Math.floor(distance / unit) * unit);
  return aheadMs > 0 ? `in ${text}` : `${text} ago`;
}
