import { hkdfSync } from 'node:crypto';
import { sealData, unsealData } from 'iron-session';
import type { z } from 'zod';
import { services } from './services.ts';

/** Names of the portal's cookies. `__Host-` ties a cookie to this very host; Chromium drops one without Secure, on localhost too. */
export const cookieNames = {
  operatorSession: '__Host-tenantry-operator',
  operatorSignIns: '__Host-tenantry-operator-sign-in',
  connectSession: '__Host-tenantry-connect',
  connectSignIns: '__Host-tenantry-connect-sign-in',
  language: '__Host-tenantry-language',
} as const;

type SealedCookie = Exclude<keyof typeof cookieNames, 'language'>;

/** Reads cookies by name: Next's `cookies()` or `cookiesOf(request)`. */
export interface CookieReader {
  get(name: string): { value: string } | undefined;
}

/** The cookies of a request, for handlers. */
export function cookiesOf(request: Request): CookieReader {
  const pairs = (request.headers.get('cookie') ?? '').split('; ').map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)] as const;
  });
  const values = new Map(pairs);
  return {
    get: (name) => {
      const value = values.get(name);
      return value === undefined ? undefined : { value };
    },
  };
}

/** A `Set-Cookie` value. @param lifetimeSeconds 0 removes the cookie */
export function setCookie(name: string, value: string, lifetimeSeconds: number): string {
  return `${name}=${value}; Max-Age=${lifetimeSeconds}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

/** A `Set-Cookie` value that holds sealed content. */
export async function setSealedCookie(cookie: SealedCookie, content: unknown, lifetimeSeconds: number): Promise<string> {
  const sealed = await sealData(content, { password: sealingKey(cookie), ttl: lifetimeSeconds });
  return setCookie(cookieNames[cookie], sealed, lifetimeSeconds);
}

/** A `Set-Cookie` value that removes a sealed cookie. */
export function dropCookie(cookie: SealedCookie): string {
  return setCookie(cookieNames[cookie], '', 0);
}

/** Opens a sealed cookie: null when it is absent, expired, altered, sealed for another cookie or of another form. */
export async function readSealedCookie<Schema extends z.ZodType>(
  cookies: CookieReader,
  cookie: SealedCookie,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const sealed = cookies.get(cookieNames[cookie])?.value;
  if (!sealed) return null;
  const content = await unsealData<unknown>(sealed, { password: sealingKey(cookie) });
  const parsed = schema.safeParse(content);
  return parsed.success ? parsed.data : null;
}

/** Each cookie has a key of its own, so the content of one is never taken for that of another. */
function sealingKey(cookie: SealedCookie): string {
  const key = hkdfSync('sha256', services().settings.SESSION_SECRET, '', `tenantry ${cookieNames[cookie]}`, 32);
  return Buffer.from(key).toString('base64');
}
