import { ConfidentialClientApplication } from '@azure/msal-node';
import type { Authority } from '../authority.ts';
import { readErrorBody } from '../entra-error.ts';
import { createWire, uncarried, type WireAnswer } from '../wire.ts';
import { SignInError } from './sign-in-error.ts';

const scopes = ['openid', 'profile'];

/**
 * Exchanges an authorization code for an id token, which is not validated here.
 *
 * @throws SignInError `entra-refused`, `entra-unreachable`, or `invalid-token` when there is none or its nonce is another
 */
export async function redeemCode(
  client: { authority: Authority; clientId: string; clientSecret: string; timeoutMs: number },
  redemption: { tenant: string; code: string; redirectUri: string; codeVerifier: string; nonce: string },
): Promise<string> {
  const { authority, clientId, clientSecret, timeoutMs } = client;
  const { tenant, ...request } = redemption;
  const networkClient = createWire({
    timeoutMs,
    // msal-node adds offline_access by itself; we want no refresh token.
    prepare: (form) => form.set('scope', scopes.join(' ')),
    unanswered: (cause) => new SignInError('entra-unreachable', 'no answer to the code', {}, { cause }),
    judge: judgeRedemption,
  });
  // One client for one redemption: a longer-lived one would collect everybody's tokens in its cache.
  const msal = new ConfidentialClientApplication({
    auth: { clientId, clientSecret, ...authority.msalAuth(tenant) },
    system: { networkClient },
  });
  try {
    const { idToken } = await msal.acquireTokenByCode({ ...request, scopes }, { code: request.code });
    if (idToken) return idToken;
  } catch (thrown) {
    const cause = uncarried(thrown);
    if (cause instanceof SignInError) throw cause;
    throw new SignInError('invalid-token', 'the answer to the code was refused', {}, { cause });
  }
  throw new SignInError('invalid-token', 'the answer to the code has no id token');
}

function judgeRedemption({ status, body }: WireAnswer): SignInError | null {
  if (status === 200 && body && !body.error) return null;
  const facts = readErrorBody(body ?? {});
  if (isPassing(status, facts.error) || !body) return new SignInError('entra-unreachable', `status ${status}`, facts);
  return new SignInError('entra-refused', `${facts.error ?? 'unknown error'}, status ${status}`, facts);
}

/** Whether Entra says that it is in trouble itself (v2-oauth2-auth-code-flow.md, error codes for token endpoint errors). */
function isPassing(status: number, error: string | null): boolean {
  return status === 429 || status >= 500 || error === 'temporarily_unavailable' || error === 'server_error';
}
