const longestWaitMs = 24 * 60 * 60_000;

/**
 * The wait that a Retry-After header asks for, in milliseconds: seconds, with decimals or without, or an HTTP date (RFC 9110, 10.2.3).
 * Null when it is missing or unreadable; at most a day.
 */
export function readRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  // An HTTP date begins with the name of a day; Date.parse alone would also take "-5" for a year.
  const waitMs = /^\d+(\.\d+)?$/.test(text)
    ? Math.ceil(Number(text) * 1000)
    : /^[A-Z]/i.test(text)
      ? Date.parse(text) - now.getTime()
      : Number.NaN;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), longestWaitMs);
}
