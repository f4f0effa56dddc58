import { readErrorBody } from './error-body.ts';
import type { Answer } from './exchange.ts';

/**
 * Which token a refused request may be repeated with, once; null when another token would not help. A claims challenge of
 * continuous access evaluation carries its claims in base64. Source: Microsoft identity platform, "Claims challenges, claims
 * requests and client capabilities"; Microsoft Graph, "Resolve authorization errors".
 */
export function tokenRenewal(answer: Answer): { fresh: true; claims?: string } | null {
  if (answer.status !== 401) return null;
  const challenge = answer.headers.get('www-authenticate') ?? '';
  const claims = /\berror="?insufficient_claims\b/i.test(challenge) ? readClaims(challenge) : null;
  if (claims !== null) return { fresh: true, claims };
  return readErrorBody(answer.text).codes.includes('InvalidAuthenticationToken') ? { fresh: true } : null;
}

/** The claims as JSON text, as a token request wants them; null when they are not a JSON object. */
function readClaims(challenge: string): string | null {
  const encoded = /[\s,]claims="?([\w+/=-]+)/i.exec(challenge)?.[1] ?? '';
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    const claims: unknown = JSON.parse(text);
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims) ? text : null;
  } catch {
    return null;
  }
}
