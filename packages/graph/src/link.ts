const version = '/v1.0';

/**
 * The origin that links are compared with. Throws a TypeError when `baseUrl` is more than an origin, or is not https and not
 * on loopback.
 */
export function readBase(baseUrl: string): URL {
  const base = URL.parse(baseUrl);
  const loopback = base !== null && ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  const secure = base?.protocol === 'https:' || (base?.protocol === 'http:' && loopback);
  if (base === null || !secure || base.href !== `${base.origin}/`) {
    throw new TypeError('The Graph base URL has to be an origin: https, or http on loopback');
  }
  return base;
}

/**
 * The address a next link, a delta link or the Location of a 410 leads to, or null when no token may be sent there: scheme,
 * host and port have to equal those of `base`, the path has to stay under /v1.0 and no user info may stand in it.
 */
export function checkLink(base: URL, link: string): URL | null {
  const url = URL.parse(link);
  if (url === null || url.protocol !== base.protocol || url.host !== base.host) return null;
  if (url.username !== '' || url.password !== '') return null;
  return url.pathname.startsWith(`${version}/`) && !climbs(url.pathname) ? url : null;
}

/** The address of a path relative to /v1.0 (it starts with a slash) or of an absolute link; null as `checkLink`. */
export function resolveLink(base: URL, pathOrLink: string): URL | null {
  return checkLink(base, pathOrLink.startsWith('/') ? base.origin + version + pathOrLink : pathOrLink);
}

/** Whether a `..` hides behind encoded slashes: URL parsers leave it alone, a server may not. */
function climbs(pathname: string): boolean {
  try {
    return decodeURIComponent(pathname).split(/[/\\]/).includes('..');
  } catch {
    return true;
  }
}
