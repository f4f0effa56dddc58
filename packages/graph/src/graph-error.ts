/**
 * What went wrong, closed. `throttled` and `service-unavailable`: put the work down for `retryAfterMs`, or a wait of your own.
 * `sync-state-lost`: start a full pass, at `resyncLink` if there is one. `page-token-expired`: start this listing again.
 * `unreachable` and `timed-out`: no usable answer came. `unexpected-answer`: an answer that is not what Graph documents.
 * `link-refused`: a link leads away from the configured Graph, nothing was sent there.
 */
export type GraphErrorCode =
  | 'throttled'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'sync-state-lost'
  | 'page-token-expired'
  | 'bad-request'
  | 'service-unavailable'
  | 'unreachable'
  | 'timed-out'
  | 'unexpected-answer'
  | 'link-refused'
  | 'repeated-link'
  | 'aborted';

interface GraphErrorFacts {
  /** HTTP status, null when no answer came. */
  status: number | null;
  /** The innermost error code Graph gave that says more than a number. */
  graphCode: string | null;
  /** Graph's own id of the request. */
  requestId: string | null;
  /** The id we sent, null when nothing was sent. */
  clientRequestId: string | null;
  retryAfterMs: number | null;
  /** Who is throttled: the app in this tenant (or the tenant as a whole), or the app in all tenants. */
  scope: 'tenant' | 'application' | null;
  /** Where Graph wants a full pass to begin; its address has been checked. */
  resyncLink: string | null;
}

/** Every failure of a request to Graph. Holds no token, no query string and nothing out of a directory. */
export class GraphError extends Error implements GraphErrorFacts {
  override readonly name = 'GraphError';
  readonly code: GraphErrorCode;
  readonly status: number | null;
  readonly graphCode: string | null;
  readonly requestId: string | null;
  readonly clientRequestId: string | null;
  readonly retryAfterMs: number | null;
  readonly scope: 'tenant' | 'application' | null;
  readonly resyncLink: string | null;

  constructor(code: GraphErrorCode, message: string, facts: Partial<GraphErrorFacts> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = facts.status ?? null;
    this.graphCode = facts.graphCode ?? null;
    this.requestId = facts.requestId ?? null;
    this.clientRequestId = facts.clientRequestId ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.scope = facts.scope ?? null;
    this.resyncLink = facts.resyncLink ?? null;
  }
}
