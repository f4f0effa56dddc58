import type { AppRegistration, World } from '../world/world.ts';
import { issueAppToken } from './access-token.ts';
import { type Refusal, refusals } from './refusal.ts';
import { isGraph } from './scopes.ts';
import type { TenantSegment } from './tenant-segment.ts';

/** The scope of an app-only request: one resource, and its `/.default`. (v2-oauth2-client-creds-grant-flow.md) */
function readResource(scope: string, tenantName: string): { resource: string } | { refusal: Refusal } {
  const words = scope.trim().split(/\s+/);
  const resources = new Set(words.map((word) => word.slice(0, word.lastIndexOf('/'))));
  if (resources.size > 1) return { refusal: refusals.severalResources(scope) };
  const [word = ''] = words;
  if (words.length > 1 || !word.endsWith('/.default')) return { refusal: refusals.scopeNotDefault(scope) };
  const resource = word.slice(0, -'/.default'.length);
  if (!/^(https?:\/\/|api:\/\/|[0-9a-f]{8}-)/i.test(resource)) return { refusal: refusals.invalidScope(scope) };
  return isGraph(resource) ? { resource } : { refusal: refusals.resourceNotFound(resource, tenantName) };
}

/** An app-only token for an authenticated client, as the body of the answer. */
export async function grantClientCredentials(
  world: World,
  registration: AppRegistration,
  segment: TenantSegment,
  form: URLSearchParams,
  authenticatedBy: 'secret' | 'certificate',
): Promise<{ body: Record<string, unknown> } | { refusal: Refusal }> {
  if (segment.kind !== 'tenant') return { refusal: refusals.grantNotOnThisEndpoint(segment.kind) };
  const { tenant } = segment;
  const scope = form.get('scope');
  if (!scope) return { refusal: refusals.missingParameter('scope') };
  const read = readResource(scope, tenant.name);
  if ('refusal' in read) return read;
  const principal = tenant.servicePrincipals.get(registration.clientId);
  // retire-service-principal-less-authentication.md
  if (!principal) return { refusal: refusals.noServicePrincipal(registration.clientId, tenant.tenantId) };
  if (!principal.accountEnabled) return { refusal: refusals.appDisabled(registration.clientId, registration.displayName) };

  const { tenantId } = tenant;
  const wantsCae = form.get('claims')?.includes('cp1') ?? false;
  const issued = await issueAppToken(world, { tenantId, principal, resource: read.resource, authenticatedBy, wantsCae });
  const { refreshInSeconds } = world.tokenPolicy;
  return {
    body: {
      token_type: 'Bearer',
      expires_in: issued.expiresInSeconds,
      ext_expires_in: issued.expiresInSeconds,
      ...(refreshInSeconds === null ? {} : { refresh_in: refreshInSeconds }),
      access_token: issued.token,
    },
  };
}
