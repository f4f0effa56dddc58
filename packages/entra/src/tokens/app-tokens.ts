import { LRUCache } from 'lru-cache';
import { authorityOf, checkedTenantId } from '../authority.ts';
import { type AppToken, IssuedToken } from './app-token.ts';
import type { Credential } from './credential.ts';
import { createTokenEndpoints, type TokenEndpoint } from './token-endpoint.ts';
import { isTransient, TokenError, type TokenErrorCode } from './token-error.ts';

const minute = 60_000;
const renewBeforeEndMs = 5 * minute;
/** Below this a token is not worth falling back to: it may end during the request it is used for. */
const leastUsableLifeMs = 2 * minute;
const pauseAfterFailureMs = minute / 2;

export interface AppTokens {
  /**
   * A token for one tenant, from memory where possible.
   *
   * A token is renewed five minutes before its end, halfway through if it lives less than ten, or when Entra says. If the renewal fails
   * for a passing reason, the old one is given while it has two minutes left. An announced wait is kept: until it is over nothing is
   * sent for that tenant, and TokenError `throttled` says how long it still is.
   *
   * @param options `generation`: tokens from before it are forgotten; one lower than seen before is served by the newer one.
   *   `fresh`: ask Entra in any case and do not fall back. Simultaneous calls of the same kind share one request.
   * @throws TokenError, or TypeError when the tenant id is not a GUID
   */
  get(tenantId: string, options: { generation: number; fresh?: boolean }): Promise<AppToken>;
  /** Drops what is known of a tenant, an announced wait excepted. */
  forget(tenantId: string): void;
}

/** One request for a token that has ended, for traces and metrics. Holds nothing of the token. */
export interface TokenRequest {
  tenantId: string;
  /** `issued`, or why there is no token. */
  outcome: 'issued' | TokenErrorCode | 'failed';
  status: number | null;
  aadsts: number | null;
  /** Entra's id of the request. */
  correlationId: string | null;
  durationMs: number;
}

/** In one piece: with thousands of tenants, each further piece is one more that the processor does not have in its cache. */
interface TenantTokens {
  generation: number;
  endpoint: TokenEndpoint;
  held: IssuedToken | null;
  renewAtMs: number;
  /** Number of the request that brought what is held. */
  request: number;
  flights: Map<boolean, Promise<IssuedToken>>;
}

/**
 * App-only tokens by client credentials, for many tenants (v2-oauth2-client-creds-grant-flow.md). Nothing is asked before the first `get`.
 *
 * @param options `graphResource`: the cloud's Graph resource, no trailing slash. `timeoutMs`: for one request, 10 seconds unless given.
 *   `maxTenants`: how many are remembered, 5,000 unless given; the one unused for longest goes first, and costs one request to return.
 *   `onRequest`: told of every request to Entra, not of tokens from memory.
 * @throws TypeError when the base URL is not https and not loopback
 */
export function createAppTokens(options: {
  entraBaseUrl: string;
  clientId: string;
  credential: Credential;
  nextCredential?: Credential;
  graphResource: string;
  timeoutMs?: number;
  maxTenants?: number;
  onRequest?: (request: TokenRequest) => void;
  now?: () => Date;
}): AppTokens {
  const { credential, nextCredential, clientId, timeoutMs = 10_000, maxTenants: max = 5000, now = () => new Date() } = options;
  const tell = (tenantId: string, startedAt: number, error: unknown) =>
    options.onRequest?.({ tenantId, ...outcomeOf(error), durationMs: Math.round(performance.now() - startedAt) });
  const endpointOf = createTokenEndpoints({
    authority: authorityOf(options.entraBaseUrl),
    clientId,
    credentials: nextCredential ? [credential, nextCredential] : [credential],
    scope: `${options.graphResource}/.default`,
    timeoutMs,
    now,
  });
  const tenants = new LRUCache<string, TenantTokens>({ max });
  // Apart from the tokens, because a wait outlives a new generation.
  const waits = new LRUCache<string, { untilMs: number; error: TokenError }>({ max });
  let requests = 0;

  function tokensOf(tenantId: string, generation: number): TenantTokens {
    const known = tenants.get(tenantId);
    if (known && known.generation >= generation) return known;
    const created = { generation, endpoint: endpointOf(tenantId), held: null, renewAtMs: 0, request: -1, flights: new Map() };
    tenants.set(tenantId, created);
    return created;
  }

  async function request(tenantId: string, tokens: TenantTokens): Promise<IssuedToken> {
    const askedAtMs = now().getTime();
    const wait = waits.get(tenantId);
    if (wait && wait.untilMs > askedAtMs) {
      const { error, aadsts, status, correlationId, traceId } = wait.error;
      const facts = { error, aadsts, status, correlationId, traceId, retryAfterMs: wait.untilMs - askedAtMs };
      throw new TokenError('throttled', facts, { cause: wait.error });
    }
    const number = requests++;
    const startedAt = performance.now();
    try {
      const { accessToken, lifeMs, refreshAfterMs } = await tokens.endpoint();
      tell(tenantId, startedAt, null);
      const issuedAtMs = now().getTime();
      const token = new IssuedToken(accessToken, new Date(issuedAtMs + lifeMs));
      const renewAfterMs = Math.min(lifeMs - Math.min(renewBeforeEndMs, lifeMs / 2), refreshAfterMs ?? lifeMs);
      // Of two answers that cross, the one asked for later knows more of a recent consent.
      if (tokens.request < number) Object.assign(tokens, { held: token, renewAtMs: issuedAtMs + renewAfterMs, request: number });
      return token;
    } catch (error) {
      tell(tenantId, startedAt, error);
      if (error instanceof TokenError && error.retryAfterMs)
        waits.set(tenantId, { untilMs: now().getTime() + error.retryAfterMs, error });
      throw error;
    }
  }

  function share(tenantId: string, tokens: TenantTokens, fresh: boolean): Promise<IssuedToken> {
    const running = tokens.flights.get(fresh);
    if (running) return running;
    const flight = request(tenantId, tokens).finally(() => tokens.flights.delete(fresh));
    tokens.flights.set(fresh, flight);
    return flight;
  }

  return {
    async get(givenTenantId, { generation, fresh = false }) {
      const tenantId = checkedTenantId(givenTenantId);
      const tokens = tokensOf(tenantId, generation);
      if (!fresh && tokens.held && now().getTime() < tokens.renewAtMs) return tokens.held;
      try {
        return await share(tenantId, tokens, fresh);
      } catch (error) {
        const { held } = tokens;
        const nowMs = now().getTime();
        if (fresh || !isTransient(error) || !held || held.expiresAt.getTime() - nowMs <= leastUsableLifeMs) throw error;
        tokens.renewAtMs = Math.max(tokens.renewAtMs, nowMs + pauseAfterFailureMs);
        return held;
      }
    },
    forget(tenantId) {
      tenants.delete(tenantId.toLowerCase());
    },
  };
}

function outcomeOf(error: unknown): Pick<TokenRequest, 'outcome' | 'status' | 'aadsts' | 'correlationId'> {
  if (error === null) return { outcome: 'issued', status: 200, aadsts: null, correlationId: null };
  if (!(error instanceof TokenError)) return { outcome: 'failed', status: null, aadsts: null, correlationId: null };
  const { code: outcome, status, aadsts, correlationId } = error;
  return { outcome, status, aadsts, correlationId };
}
