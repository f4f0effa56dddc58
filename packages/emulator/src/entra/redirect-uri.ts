/**
 * Whether a requested redirect URI is one of the registered ones: exact, the path in its case, but for `localhost` without the port.
 * The v1 admin consent endpoint also takes a registered URI with more path segments. (reply-url.md; v2-oauth2-client-creds-grant-flow.md)
 */
export function isRegisteredRedirect(
  registered: readonly string[],
  requested: string,
  options?: { morePathAllowed: boolean },
): boolean {
  const asked = readRedirect(requested);
  if (!asked) return false;
  return registered.some((text) => {
    const known = readRedirect(text);
    if (!known || known.origin !== asked.origin || known.query !== asked.query) return false;
    if (known.path === asked.path) return true;
    return options?.morePathAllowed === true && asked.path.startsWith(known.path.endsWith('/') ? known.path : `${known.path}/`);
  });
}

function readRedirect(text: string): { origin: string; path: string; query: string } | null {
  const url = URL.parse(text);
  if (url === null || text.includes('#')) return null;
  if (url.username !== '' || url.password !== '') return null;
  const isLocal = url.hostname === 'localhost';
  const isLoopback = isLocal || url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) return null;
  // What the parser had to tidy up (dot segments, blanks) was not written as registered.
  const written = `${url.pathname}${url.search}`;
  if (!text.endsWith(written) && url.pathname !== '/') return null;
  return { origin: isLocal ? `${url.protocol}//localhost` : url.origin, path: url.pathname, query: url.search };
}
