import { ConfidentialClientApplication } from '@azure/msal-node';
import type { Authority } from '../authority.ts';
import { createWire, uncarried } from '../wire.ts';
import { type Credential, msalCredential } from './credential.ts';
import { judgeTokenAnswer } from './token-answer.ts';
import { blamesOurCredential, TokenError } from './token-error.ts';

/** A token as the endpoint gave it. */
interface Grant {
  accessToken: string;
  lifeMs: number;
  /** How long Entra wants it used before it is renewed; null when it does not say. */
  refreshAfterMs: number | null;
}

/** The token endpoint as one tenant sees it. */
export type TokenEndpoint = () => Promise<Grant>;

/**
 * Asks for app-only tokens with the current credential, and with the next one when the current one is refused for its own sake. What
 * works is remembered for all tenants.
 *
 * @returns a function that makes the endpoint of a tenant, with msal-node clients of its own. Each call of an endpoint sends one request,
 * or two where the first credential is refused, and throws TokenError.
 */
export function createTokenEndpoints(options: {
  authority: Authority;
  clientId: string;
  credentials: readonly Credential[];
  scope: string;
  timeoutMs: number;
  now: () => Date;
}): (tenantId: string) => TokenEndpoint {
  const { authority, clientId } = options;
  const request = {
    scopes: [options.scope],
    // Tokens are kept by us: msal-node's cache would also decide when to ask.
    skipCache: true,
  };
  const credentials = options.credentials.map(msalCredential);
  let working = 0;
  const networkClient = createWire({
    timeoutMs: options.timeoutMs,
    unanswered: (cause) => new TokenError('unreachable', {}, { cause }),
    judge: (answer) => judgeTokenAnswer(answer, options.now()),
  });

  return (tenantId) => {
    const clients: ConfidentialClientApplication[] = [];

    async function ask(which: number): Promise<Grant> {
      clients[which] ??= new ConfidentialClientApplication({
        auth: { clientId, ...credentials[which], ...authority.msalAuth(tenantId) },
        system: { networkClient },
      });
      const result = await clients[which].acquireTokenByClientCredential(request).catch((thrown: unknown) => {
        throw uncarried(thrown);
      });
      if (!result?.accessToken || !result.expiresOn) throw new TokenError('empty-token');
      const untilMs = (date: Date) => date.getTime() - Date.now();
      return {
        accessToken: result.accessToken,
        lifeMs: untilMs(result.expiresOn),
        refreshAfterMs: result.refreshOn ? untilMs(result.refreshOn) : null,
      };
    }

    return async () => {
      const first = working;
      try {
        return await ask(first);
      } catch (error) {
        const other = credentials.length - 1 - first;
        if (other === first || !blamesOurCredential(error)) throw error;
        try {
          const grant = await ask(other);
          working = other;
          return grant;
        } catch (second) {
          throw blamesOurCredential(second) ? error : second;
        }
      }
    };
  };
}
