import { bearsToken, isLoopback, isLoopbackHost } from '@tenantry/runtime';

type Settings = { PUBLIC_URL: string; METRICS_TOKEN?: string | undefined };

/** What other proxies than Next write into a request. */
const marksOfProxies = ['forwarded', 'via', 'x-real-ip'];

/**
 * Whether somebody may read `/metrics`. With METRICS_TOKEN it is the token that decides, for everybody. Without it only this machine may, and only
 * where the portal is not meant for others: Next shows a handler no socket, and a proxy on this machine would make every stranger look local.
 *
 * @returns `hidden`: nobody is told that there is anything to read
 */
export function metricsAccess(headers: Headers, settings: Settings): 'allowed' | 'token-needed' | 'hidden' {
  const { PUBLIC_URL, METRICS_TOKEN } = settings;
  if (METRICS_TOKEN !== undefined) {
    return bearsToken(headers.get('authorization'), METRICS_TOKEN) ? 'allowed' : 'token-needed';
  }
  return isLoopback(PUBLIC_URL) && isOfThisMachine(headers) ? 'allowed' : 'hidden';
}

/** Next writes the address of the socket into X-Forwarded-For, unless a proxy before it has; a loopback `Host` keeps out pages of other names. */
function isOfThisMachine(headers: Headers): boolean {
  if (marksOfProxies.some((name) => headers.has(name))) return false;
  if (!/^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/.test(headers.get('x-forwarded-for') ?? '')) return false;
  return [headers.get('host'), headers.get('x-forwarded-host')].every((host) => host === null || isLoopbackHost(host));
}
