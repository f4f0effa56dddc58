import type { AppRegistration, World } from '../world/world.ts';
import { isRegisteredRedirect } from './redirect-uri.ts';
import { type Refusal, refusals } from './refusal.ts';
import { readScopes } from './scopes.ts';
import { readTenantSegment, type TenantSegment } from './tenant-segment.ts';

/** An admin consent request that may be shown to a person. */
export interface AdminConsentRequest {
  readonly version: 1 | 2;
  readonly segment: TenantSegment;
  readonly registration: AppRegistration;
  /** null: an administrator was handed a bare v1 link; nobody is called back. */
  readonly redirectUri: string | null;
  readonly state: string | null;
  /** As sent; empty on v1. */
  readonly scope: string;
  /** The registration's whole list is asked for, which holds application permissions of Graph. */
  readonly wholeList: boolean;
  /** Delegated permissions asked for by name. */
  readonly delegated: readonly string[];
  readonly openId: readonly string[];
}

export type AdminConsentCheck =
  | { kind: 'request'; request: AdminConsentRequest }
  /** The redirect URI cannot be trusted, or nothing was asked: the browser stays here. */
  | { kind: 'page'; refusal: Refusal }
  /** The app is told. */
  | { kind: 'redirect'; refusal: Refusal; redirectUri: string; state: string | null };

/** Checks in the order Entra does: tenant, client id, redirect URI, scope there, not /common (v2), scope allowed. (v2-admin-consent.md) */
export function checkAdminConsent(world: World, version: 1 | 2, tenantText: string, query: URLSearchParams): AdminConsentCheck {
  const page = (refusal: Refusal): AdminConsentCheck => ({ kind: 'page', refusal });
  const segment = readTenantSegment(world, tenantText);
  if (segment.kind === 'unknown') return page(refusals.tenantNotFound(tenantText));

  const clientId = query.get('client_id');
  if (!clientId) return page(refusals.missingParameter('client_id'));
  const registration = world.registrations.get(clientId.toLowerCase());
  const directory = segment.kind === 'tenant' ? segment.tenant.name : tenantText;
  if (!registration) return page(refusals.appNotFound(clientId, directory));

  const redirectUri = query.get('redirect_uri');
  if (registration.redirectUris.length === 0) return page(refusals.noReplyAddress(clientId));
  if (redirectUri === null && version === 2) return page(refusals.missingParameter('redirect_uri'));
  const matches = (uri: string) => isRegisteredRedirect(registration.redirectUris, uri, { morePathAllowed: version === 1 });
  if (redirectUri !== null && !matches(redirectUri)) return page(refusals.redirectMismatch(redirectUri, clientId));

  const scope = query.get('scope')?.trim() ?? '';
  if (version === 2 && scope === '') return page(refusals.missingParameter('scope'));
  if (segment.kind === 'consumers' || (version === 2 && segment.kind === 'common')) {
    return page(refusals.commonNotSupported(clientId, registration.displayName));
  }
  if (registration.signInAudience === 'AzureADMyOrg') {
    if (segment.kind !== 'tenant') return page(refusals.singleTenantApp(clientId, registration.displayName));
    if (segment.tenant.tenantId !== registration.homeTenantId) return page(refusals.appNotFound(clientId, directory));
  }

  const read = readScopes(version === 1 ? '.default' : scope);
  const state = query.get('state');
  const [unknown] = read.unknown;
  const [foreign] = read.foreignResources;
  const named = read.delegated.length + read.unknown.length > 0;
  let refusal: Refusal | null = null;
  if (foreign !== undefined) refusal = refusals.resourceNotFound(foreign, directory);
  else if (read.hasDefault && named) refusal = refusals.invalidScope(scope);
  else if (unknown !== undefined) refusal = refusals.unknownScope(unknown, clientId);
  if (refusal) return redirectUri === null ? page(refusal) : { kind: 'redirect', refusal, redirectUri, state };
  if (read.hasDefault && registration.requiredAppRoles.length === 0) return page(refusals.nothingToConsentTo(clientId));

  const { hasDefault: wholeList, delegated, openId } = read;
  const asked = { version, segment, registration, redirectUri, state, scope: version === 1 ? '' : scope };
  return { kind: 'request', request: { ...asked, wholeList, delegated, openId } };
}
