import { DatabaseError } from '@tenantry/db';
import { type ErrorDomain, explanationOf, type Failure } from '@tenantry/domain';
import { TokenError, type TokenErrorCode } from '@tenantry/entra/tokens';
import { GraphError, type GraphErrorCode } from '@tenantry/graph';

const minute = 60_000;

/** Entra says "loop detected": the same request again would only be refused again (reference-error-codes.md, AADSTS50196). */
const loopDetected = 50196;
const pauseAfterLoopMs = 15 * minute;

/**
 * Puts whatever a slice threw into exactly one error domain, with the code that explains it.
 *
 * @returns the failure; `scope` is set only where Graph throttled, because a throttled token endpoint parks neither Graph nor other tenants
 */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof TokenError) return classifyTokenError(error);
  if (error instanceof GraphError) return classifyGraphError(error);
  if (error instanceof DatabaseError) return { domain: 'our-bug', code: 'worker-lost', message: error.message, detail: {} };
  return { domain: 'our-bug', code: 'unknown', message: error instanceof Error ? error.message : String(error), detail: {} };
}

type Verdict = { domain: ErrorDomain; code: string };

function classifyTokenError(error: TokenError): Failure {
  const waitMs = error.aadsts === loopDetected ? Math.max(pauseAfterLoopMs, error.retryAfterMs ?? 0) : error.retryAfterMs;
  return {
    ...verdictOnToken[error.code](error),
    message: error.message,
    detail: present({ status: error.status, aadsts: error.aadsts, correlationId: error.correlationId, traceId: error.traceId }),
    ...present({ retryAfterMs: waitMs }),
  };
}

const verdictOnToken: Record<TokenErrorCode, (error: TokenError) => Verdict> = {
  refused: verdictOnRefusal,
  throttled: () => ({ domain: 'throttled', code: 'throttled' }),
  unreachable: (error) => known(aadstsCode(error)) ?? { domain: 'microsoft-outage', code: 'unreachable' },
  'empty-token': () => ({ domain: 'microsoft-outage', code: 'empty-token' }),
  'unreadable-answer': () => ({ domain: 'microsoft-outage', code: 'unreadable-answer' }),
  'credential-unreadable': () => ({ domain: 'our-credential', code: 'credential-broken' }),
};

/**
 * A number the catalogue knows decides. One it does not know is taken as the tenant's own trouble, which a second look must confirm,
 * unless the answer says that our credential or our request was refused (the error classes of v2-oauth2-client-creds-grant-flow.md).
 */
function verdictOnRefusal(error: TokenError): Verdict {
  const byNumber = known(aadstsCode(error));
  if (byNumber !== null) return byNumber;
  if (error.status === 429) return { domain: 'throttled', code: 'throttled' };
  if ((error.status ?? 0) >= 500) return { domain: 'microsoft-outage', code: 'outage' };
  const byWord = known(error.error);
  if (byWord !== null) return byWord;
  if (/^530\d\d\d?$/.test(String(error.aadsts))) return { domain: 'conditional-access', code: 'AADSTS53003' };
  if (error.error === 'invalid_client') return { domain: 'our-credential', code: 'credential-broken' };
  if (['invalid_request', 'invalid_scope', 'unsupported_grant_type'].includes(error.error ?? '')) {
    return { domain: 'our-bug', code: aadstsCode(error) ?? 'unknown' };
  }
  return { domain: 'consent', code: 'not-granted' };
}

function classifyGraphError(error: GraphError): Failure {
  const verdict = verdictOnGraph[error.code](error);
  return {
    ...verdict,
    message: error.message,
    detail: present({
      status: error.status,
      graphCode: error.graphCode,
      requestId: error.requestId,
      correlationId: error.clientRequestId,
    }),
    ...present({ retryAfterMs: error.retryAfterMs }),
    ...(verdict.domain === 'throttled' ? { scope: error.scope ?? 'tenant' } : {}),
  };
}

const verdictOnGraph: Record<GraphErrorCode, (error: GraphError) => Verdict> = {
  throttled: (error) => ({ domain: 'throttled', code: error.scope === 'application' ? 'app-throttled' : 'throttled' }),
  unauthorized: (error) => known(error.graphCode) ?? { domain: 'consent', code: 'InvalidAuthenticationToken' },
  forbidden: (error) => known(error.graphCode) ?? { domain: 'permission', code: 'permission-missing' },
  'not-found': () => ({ domain: 'our-bug', code: 'Request_ResourceNotFound' }),
  'bad-request': (error) => known(error.graphCode) ?? { domain: 'our-bug', code: 'Request_BadRequest' },
  'service-unavailable': () => ({ domain: 'microsoft-outage', code: 'outage' }),
  unreachable: () => ({ domain: 'microsoft-outage', code: 'unreachable' }),
  'timed-out': () => ({ domain: 'microsoft-outage', code: 'timed-out' }),
  aborted: () => ({ domain: 'microsoft-outage', code: 'timed-out' }),
  'unexpected-answer': () => ({ domain: 'microsoft-outage', code: 'unexpected-answer' }),
  'link-refused': () => ({ domain: 'microsoft-outage', code: 'link-refused' }),
  'repeated-link': () => ({ domain: 'microsoft-outage', code: 'repeated-link' }),
  // A listing begins again after these two; when they come anyway, Graph loses our place again and again.
  'sync-state-lost': () => ({ domain: 'microsoft-outage', code: 'listing-ended-early' }),
  'page-token-expired': () => ({ domain: 'microsoft-outage', code: 'listing-ended-early' }),
};

const aadstsCode = (error: TokenError) => (error.aadsts === null ? null : `AADSTS${error.aadsts}`);

/** The domain of a code that the catalogue explains. */
function known(code: string | null): Verdict | null {
  if (code === null) return null;
  const { domain, key } = explanationOf(code);
  return key === 'unknown' ? null : { domain, code };
}

function present<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
