import { readErrorBody } from '../entra-error.ts';
import type { WireAnswer } from '../wire.ts';
import { readRetryAfter } from './retry-after.ts';
import { TokenError, type TokenErrorCode } from './token-error.ts';

/** 90055 = the tenant's request rate, 50196 = we repeat ourselves in a loop (reference-error-codes.md). */
const throttlingNumbers = new Set([90055, 50196]);
/** Passing troubles of Entra that come with a status of the four hundreds (reference-error-codes.md). */
const transientNumbers = new Set([90033, 90006, 90012, 90024, 50033, 90090, 50087, 80005]);
const transientErrors = new Set(['temporarily_unavailable', 'server_error']);

/** The error a token answer is, or null when it holds a token that lives (v2-oauth2-client-creds-grant-flow.md). */
export function judgeTokenAnswer({ status, headers, body }: WireAnswer, now: Date): TokenError | null {
  const said = readErrorBody(body ?? {});
  const succeeded = status === 200 && body !== null && !body.error;
  if (succeeded && typeof body.access_token === 'string' && body.access_token !== '' && Number(body.expires_in) > 0) return null;

  const facts = {
    ...said,
    correlationId: said.correlationId ?? headers.get('client-request-id'),
    traceId: said.traceId ?? headers.get('x-ms-request-id'),
    status,
    retryAfterMs: readRetryAfter(headers.get('retry-after'), now),
  };
  return new TokenError(codeOf(), facts);

  function codeOf(): TokenErrorCode {
    if (succeeded) return 'empty-token';
    if (status === 429 || throttlingNumbers.has(said.aadsts ?? 0)) return 'throttled';
    if (status >= 500) return 'unreachable';
    if (body === null) return 'unreadable-answer';
    return transientNumbers.has(said.aadsts ?? 0) || transientErrors.has(said.error ?? '') ? 'unreachable' : 'refused';
  }
}
