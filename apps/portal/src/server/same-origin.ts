import { services } from './services.ts';

/**
 * Whether a request that changes something by cookie was sent by one of our own pages.
 *
 * `Origin` must be PUBLIC_URL; where a browser sends none (GET, EventSource), `Sec-Fetch-Site` must be `same-origin`. A page of another
 * port of this host is same-site and shares our cookies, so neither SameSite nor a site comparison would tell.
 */
export function isSameOrigin(headers: Headers): boolean {
  const origin = headers.get('origin');
  if (origin !== null) return origin === services().settings.PUBLIC_URL;
  return headers.get('sec-fetch-site') === 'same-origin';
}
