import { services } from './services.ts';

/** The answer that leads a browser to one of our own pages, at PUBLIC_URL and at no other address. */
export function seeOther(path: `/${string}`, setCookies: readonly string[] = []): Response {
  return leaveFor(`${services().settings.PUBLIC_URL}${path}`, setCookies);
}

/** The answer that leads a browser away, to an address that we made ourselves. Neither kept nor, by the proxy's rule too, told to the next page. */
export function leaveFor(address: string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({ location: address, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  for (const cookie of setCookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}
