import type { Pace } from '../listing/place.ts';

const minute = 60_000;

/** Users with `signInActivity` may be asked for ten times a minute ("Service-specific throttling limits", throttling-limits.md). */
export const signInPace: Pace = { pages: 10, withinMs: minute };
