import type { AppRegistration, World } from '../world/world.ts';
import { isRegisteredRedirect } from './redirect-uri.ts';
import { type Refusal, refusals } from './refusal.ts';
import { readScopes } from './scopes.ts';
import { readTenantSegment, type TenantSegment } from './tenant-segment.ts';

type ResponseMode = 'query' | 'fragment' | 'form_post';
type Prompt = 'login' | 'none' | 'select_account' | 'consent';

/** A sign-in request that may be shown to a person. */
export interface AuthorizeRequest {
  readonly segment: TenantSegment;
  readonly registration: AppRegistration;
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | null;
  readonly nonce: string | null;
  readonly scopes: readonly string[];
  readonly prompt: Prompt | null;
  readonly loginHint: string | null;
  readonly maxAgeSeconds: number | null;
  readonly codeChallenge: { value: string; method: 'S256' | 'plain' } | null;
}

/** Where an answer goes; known as soon as the redirect URI can be trusted. */
export interface ReturnAddress {
  readonly redirectUri: string;
  readonly responseMode: ResponseMode;
  readonly state: string | null;
}

export type AuthorizeCheck =
  | { kind: 'request'; request: AuthorizeRequest }
  | { kind: 'page'; refusal: Refusal }
  | { kind: 'redirect'; refusal: Refusal; to: ReturnAddress };

const responseModes: readonly string[] = ['query', 'fragment', 'form_post'] satisfies ResponseMode[];
const prompts: readonly string[] = ['login', 'none', 'select_account', 'consent'] satisfies Prompt[];
// RFC 7636, section 4.2
const challengeForm = /^[A-Za-z0-9\-._~]{43,128}$/;

/** Checks a sign-in request: first what decides whether the browser may be sent back, then the rest. (v2-oauth2-auth-code-flow.md) */
export function checkAuthorize(world: World, tenantText: string, query: URLSearchParams): AuthorizeCheck {
  const page = (refusal: Refusal): AuthorizeCheck => ({ kind: 'page', refusal });
  const segment = readTenantSegment(world, tenantText);
  if (segment.kind === 'unknown') return page(refusals.tenantNotFound(tenantText));
  const clientId = query.get('client_id');
  if (!clientId) return page(refusals.missingParameter('client_id'));
  const registration = world.registrations.get(clientId.toLowerCase());
  if (!registration) return page(refusals.appNotFound(clientId, segment.kind === 'tenant' ? segment.tenant.name : tenantText));
  if (segment.kind === 'consumers') return page(refusals.commonNotSupported(clientId, registration.displayName));
  if (registration.signInAudience === 'AzureADMyOrg') {
    if (segment.kind !== 'tenant') return page(refusals.singleTenantApp(clientId, registration.displayName));
    if (segment.tenant.tenantId !== registration.homeTenantId) return page(refusals.appNotFound(clientId, segment.tenant.name));
  }
  const redirectUri = query.get('redirect_uri') ?? registration.redirectUris[0];
  if (redirectUri === undefined) return page(refusals.noReplyAddress(clientId));
  if (!isRegisteredRedirect(registration.redirectUris, redirectUri))
    return page(refusals.redirectMismatch(redirectUri, clientId));

  const modeText = query.get('response_mode') ?? 'query';
  const knownMode = responseModes.includes(modeText);
  const to: ReturnAddress = {
    redirectUri,
    responseMode: knownMode ? (modeText as ResponseMode) : 'query',
    state: query.get('state'),
  };
  const back = (refusal: Refusal): AuthorizeCheck => ({ kind: 'redirect', refusal, to });
  if (!knownMode) return back(refusals.responseModeNotSupported(modeText));
  const responseType = query.get('response_type');
  if (!responseType) return back(refusals.missingParameter('response_type'));
  if (responseType !== 'code') return back(refusals.responseTypeNotSupported(responseType));

  const scope = query.get('scope')?.trim() ?? '';
  if (scope === '') return back(refusals.missingParameter('scope'));
  const read = readScopes(scope);
  const [unknown] = [...read.unknown, ...read.foreignResources];
  if (unknown !== undefined) return back(refusals.unknownScope(unknown, clientId));
  if (read.hasDefault && read.delegated.length > 0) return back(refusals.invalidScope(scope));

  const prompt = query.get('prompt');
  if (prompt !== null && !prompts.includes(prompt)) return back(refusals.badInput('prompt'));
  const maxAge = query.get('max_age');
  if (maxAge !== null && !/^\d{1,9}$/.test(maxAge)) return back(refusals.badInput('max_age'));
  const challenge = query.get('code_challenge');
  const method = query.get('code_challenge_method') ?? 'plain';
  if (challenge !== null && (!challengeForm.test(challenge) || (method !== 'S256' && method !== 'plain'))) {
    return back(refusals.challengeMethodNotSupported());
  }
  return {
    kind: 'request',
    request: {
      ...to,
      segment,
      registration,
      nonce: query.get('nonce'),
      scopes: [...read.openId, ...read.delegated, ...(read.hasDefault ? ['.default'] : [])],
      prompt: prompt as Prompt | null,
      loginHint: query.get('login_hint'),
      maxAgeSeconds: maxAge === null ? null : Number(maxAge),
      codeChallenge: challenge === null ? null : { value: challenge, method: method as 'S256' | 'plain' },
    },
  };
}
