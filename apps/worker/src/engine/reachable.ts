import type { Database } from '@tenantry/db';

const second = 1000;
const patienceMs = 5 * second;

/**
 * Whether the sign-in host, Graph and the database answer this process at all. Whatever Microsoft's hosts answer to a stranger will do.
 *
 * @returns false when one of them does not answer within five seconds
 */
export async function reachable(db: Database, urls: { entraBaseUrl: string; graphBaseUrl: string }): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs);
  const answered = async (url: string) => {
    const response = await fetch(url, { signal, redirect: 'manual' });
    await response.body?.cancel();
  };
  const tooLate = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  try {
    const answers = [
      answered(`${urls.entraBaseUrl}/common/v2.0/.well-known/openid-configuration`),
      answered(`${urls.graphBaseUrl}/v1.0/`),
    ];
    await Promise.race([tooLate, Promise.all([...answers, db.ping()])]);
    return true;
  } catch {
    return false;
  }
}
