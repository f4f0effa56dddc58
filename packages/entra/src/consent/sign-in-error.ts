import type { EntraErrorFacts } from '../entra-error.ts';

export type SignInErrorCode =
  | 'declined'
  | 'state-mismatch'
  | 'expired'
  | 'consumer-account'
  | 'wrong-tenant'
  | 'invalid-token'
  | 'entra-refused'
  | 'entra-unreachable';

/**
 * A sign-in that did not end with a person.
 *
 * `declined`: the person or their organisation's policy said no. `state-mismatch`: the answer belongs to another browser, another
 * sign-in or one already completed. `expired`: begun too long ago. `invalid-token`: the id token failed a check, named in the message.
 * `entra-refused`: Entra answered with an error that trying again does not cure. `entra-unreachable`: no usable answer; try again.
 */
export class SignInError extends Error {
  readonly code: SignInErrorCode;
  readonly aadsts: number | null;
  readonly correlationId: string | null;

  constructor(code: SignInErrorCode, reason: string, facts: Partial<EntraErrorFacts> = {}, options?: ErrorOptions) {
    super(`Sign-in failed (${code}): ${reason}`, options);
    this.name = 'SignInError';
    this.code = code;
    this.aadsts = facts.aadsts ?? null;
    this.correlationId = facts.correlationId ?? null;
  }
}
