import type { EntraErrorFacts } from '../entra-error.ts';

export type TokenErrorCode =
  | 'refused'
  | 'unreachable'
  | 'throttled'
  | 'empty-token'
  | 'unreadable-answer'
  | 'credential-unreadable';

type Facts = EntraErrorFacts & { status: number | null; retryAfterMs: number | null };

/**
 * Entra gave no token.
 *
 * `refused`: it said no, and `error` and `aadsts` say why. `unreachable`: no answer in time, or one that says Entra itself is in trouble
 * (5xx and the transient numbers). `throttled`: asked to wait, or not asked at all because an announced wait is not over. `empty-token`: a
 * success without a token that lives. `unreadable-answer`: not JSON. `credential-unreadable`: our own federated token file cannot be read,
 * nothing was sent.
 *
 * `retryAfterMs` is the wait Entra asked for or what is left of it, null when it named none. `status` is null when nothing was answered.
 */
export class TokenError extends Error {
  readonly code: TokenErrorCode;
  readonly error: string | null;
  readonly aadsts: number | null;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly correlationId: string | null;
  readonly traceId: string | null;

  constructor(code: TokenErrorCode, facts: Partial<Facts> = {}, options?: ErrorOptions) {
    const said = [facts.error, facts.aadsts && `AADSTS${facts.aadsts}`, facts.status && `status ${facts.status}`].filter(Boolean);
    super(`No app-only token (${code})${said.length > 0 ? `: ${said.join(', ')}` : ''}`, options);
    this.name = 'TokenError';
    this.code = code;
    this.error = facts.error ?? null;
    this.aadsts = facts.aadsts ?? null;
    this.status = facts.status ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.correlationId = facts.correlationId ?? null;
    this.traceId = facts.traceId ?? null;
  }
}

/** Numbers that say that a credential of ours is wrong, expired or unknown (reference-error-codes.md). */
const ourCredential = new Set([7000215, 7000222, 7000218, 700027, 50012, 700030, 700024, 70021, 700211, 700212, 700213]);

/** Whether another credential might be accepted where this one was not. */
export function blamesOurCredential(error: unknown): boolean {
  return error instanceof TokenError && (error.code === 'credential-unreadable' || ourCredential.has(error.aadsts ?? 0));
}

/** Whether the same request may succeed later without anybody having done anything. */
export function isTransient(error: unknown): boolean {
  return error instanceof TokenError && error.code !== 'refused' && error.code !== 'credential-unreadable';
}
