const day = 24 * 60 * 60 * 1000;

/** Longer than any wait a service means; beyond it the header counts as unreadable, so that date arithmetic stays safe. */
const longestMs = 30 * day;

const seconds = /^\d+(?:\.\d+)?$/;

// The three forms of RFC 9110, section 5.6.7. Date.parse alone accepts far too much ("foo 1" is the year 2001).
const fixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const rfc850 = /^[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * How long a `Retry-After` header asks to wait from `now`, in whole milliseconds, rounded up; 0 for a date that has passed.
 * Null when the header is missing or cannot be read (negative, garbage, absurdly long): the caller then chooses its own wait.
 * Graph sends seconds, also fractional ones, and may leave the header out. Source: Microsoft Graph throttling guidance.
 */
export function readRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  const waitMs = seconds.test(text) ? Number(text) * 1000 : readDate(text) - now.getTime();
  return waitMs <= longestMs ? Math.max(0, Math.ceil(waitMs)) : null;
}

function readDate(text: string): number {
  if (fixdate.test(text) || rfc850.test(text)) return Date.parse(text);
  return asctime.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
}
