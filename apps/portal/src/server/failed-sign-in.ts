import type { SignInError, SignInErrorCode } from '@tenantry/entra/consent';
import { z } from 'zod';
import { isNamed } from './named-error.ts';
import { services } from './services.ts';

const problems = [
  'declined',
  'state-mismatch',
  'expired',
  'consumer-account',
  'wrong-tenant',
  'invalid-token',
  'entra-refused',
  'entra-unreachable',
] as const satisfies readonly SignInErrorCode[];

/** What a page may say about a sign-in that did not work out. */
interface FailedSignIn {
  problem: SignInErrorCode;
  aadsts: string | null;
  correlationId: string | null;
}

/** The query by which a callback hands a failure to its page, after logging it. @throws what is not a SignInError */
export function failureQuery(error: unknown): URLSearchParams {
  if (!isNamed<SignInError>(error, 'SignInError')) throw error;
  const { code, aadsts, correlationId } = error;
  services().log.info({ error, aadsts, correlationId }, 'a sign-in did not work out');
  return new URLSearchParams({
    problem: code,
    ...(aadsts === null ? {} : { aadsts: String(aadsts) }),
    ...(correlationId === null ? {} : { correlation: correlationId }),
  });
}

/** Reads that query. Anybody can type it, so nothing but a known word, a number and a GUID comes through. */
export function readFailure(query: Record<string, string | string[] | undefined>): FailedSignIn {
  return {
    problem: z.enum(problems).catch('state-mismatch').parse(query.problem),
    aadsts: z
      .string()
      .regex(/^\d{4,8}$/)
      .nullable()
      .catch(null)
      .parse(query.aadsts ?? null),
    correlationId: z
      .guid()
      .nullable()
      .catch(null)
      .parse(query.correlation ?? null),
  };
}
