import type { SliceEnd } from '@tenantry/domain';
import { z } from 'zod';

const count = z.int().min(0);

/** Where the reading of one listing stands; part of the checkpoint of a job that reads one. */
export const placeSchema = z.object({
  /** Where to continue; null = at the beginning. */
  nextLink: z.string().nullable(),
  nextLinkAt: z.iso.datetime().nullable(),
  /** Set when the last page was written. */
  ended: z.boolean(),
  /** False once the listing ended before as much was read as Graph counts. */
  complete: z.boolean(),
  read: count,
  pages: count,
  /** How much there is; null while nobody knows. */
  expected: count.nullable(),
  /** How often the listing had to begin again. */
  restarts: count,
  /** Pages read since an instant, for a listing with a pace. */
  paced: z.object({ since: z.iso.datetime(), pages: count }).nullable(),
});
export type Place = z.infer<typeof placeSchema>;

/** A listing of which nothing was read. */
export const beginning: Place = {
  nextLink: null,
  nextLinkAt: null,
  ended: false,
  complete: true,
  read: 0,
  pages: 0,
  expected: null,
  restarts: 0,
  paced: null,
};

/** Most pages within a time, for what Graph limits by requests and not by resource units. */
export interface Pace {
  pages: number;
  withinMs: number;
}

/** When the next page may be asked for; null = now. */
export function restingUntil({ paced }: Place, pace: Pace | undefined, now: Date): Date | null {
  if (pace === undefined || paced === null || paced.pages < pace.pages) return null;
  const until = new Date(Date.parse(paced.since) + pace.withinMs);
  return until > now ? until : null;
}

/** The pages of the pace after one more. */
export function afterPage({ paced }: Place, pace: Pace | undefined, now: Date): Place['paced'] {
  if (pace === undefined) return null;
  const isOver = paced === null || now.getTime() - Date.parse(paced.since) >= pace.withinMs;
  return isOver ? { since: now.toISOString(), pages: 1 } : { ...paced, pages: paced.pages + 1 };
}

/** How a slice ends before its listing has: it goes on in turn, or when its pace allows. */
export function goOn(place: Place, pace: Pace | undefined, now: Date): SliceEnd {
  const until = restingUntil(place, pace, now);
  return until === null ? { kind: 'more' } : { kind: 'wait', until, reason: 'budget' };
}
