import { type ErrorBody, readErrorBody, specificCode } from './error-body.ts';
import type { Answer, Wire } from './exchange.ts';
import { GraphError, type GraphErrorCode } from './graph-error.ts';
import { checkLink } from './link.ts';

/** The error an answer that is no success means. Branches on status and codes only. */
export function errorOfAnswer(wire: Wire, answer: Answer): GraphError {
  const body = readErrorBody(answer.text);
  const graphCode = specificCode(body);
  const location = answer.headers.get('location');
  const resyncLink = answer.status === 410 && location !== null ? (checkLink(wire.base, location)?.href ?? null) : null;
  const refused = answer.status === 410 && location !== null && resyncLink === null;
  const code = refused ? 'link-refused' : codeOf(answer.status, body);
  const said = graphCode === null ? answer.status : `${answer.status} ${graphCode}`;
  return new GraphError(
    code,
    `${answer.method} ${answer.path} was answered ${said}${refused ? ' with a link to another place' : ''}`,
    {
      status: answer.status,
      graphCode,
      requestId: answer.requestId ?? body.requestId,
      clientRequestId: answer.clientRequestId,
      retryAfterMs: answer.throttle.retryAfterMs,
      scope: answer.throttle.scope,
      resyncLink,
    },
  );
}

/** Source: Microsoft Graph error responses; delta query overview (410, resync). 408, 501 and 509 by their meaning in HTTP. */
function codeOf(status: number, body: ErrorBody): GraphErrorCode {
  // An item of a batch whose neighbour was throttled may be answered 424 ("Throttling and batching", throttling.md).
  if (status === 429 || status === 509 || status === 424) return 'throttled';
  if (status === 408 || (status >= 500 && status !== 501)) return 'service-unavailable';
  if (status < 400) return 'unexpected-answer';
  if (status === 410 || namesSyncState(status, body)) return 'sync-state-lost';
  if (body.codes.includes('Directory_ExpiredPageToken')) return 'page-token-expired';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  return status === 404 ? 'not-found' : 'bad-request';
}

/** The codes have been seen in both cases ("SyncStateNotFound") and with several statuses. */
function namesSyncState(status: number, body: ErrorBody): boolean {
  if (body.codes.some((code) => /^(syncStateNotFound|resyncRequired)$/i.test(code))) return true;
  return status === 400 && [...body.codes, ...body.details].some((name) => /delta_?token/i.test(name));
}
