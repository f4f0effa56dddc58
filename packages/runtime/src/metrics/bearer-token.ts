import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an `Authorization` header carries the token, compared without telling by the time taken how much of it fits. */
export function bearsToken(authorization: string | null | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const [, given] = /^Bearer ([^\s]+)$/i.exec(authorization ?? '') ?? [];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}
