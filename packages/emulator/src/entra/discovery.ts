import type { World } from '../world/world.ts';
import { graphResource } from './graph-permissions.ts';
import { consumerTenantId } from './signing-keys.ts';
import type { TenantSegment } from './tenant-segment.ts';

/** What stands for the tenant in addresses and issuer: its id, or the words and the template of the tenant-independent document. */
function named(segment: TenantSegment, text: string): { path: string; issuer: string } {
  if (segment.kind === 'tenant') return { path: segment.tenant.tenantId, issuer: segment.tenant.tenantId };
  if (segment.kind === 'consumers') return { path: consumerTenantId, issuer: consumerTenantId };
  return { path: text.toLowerCase(), issuer: '{tenantid}' };
}

/** OpenID metadata of a tenant. For organizations and common the issuer is a template. (v2-protocols-oidc.md) */
export function openIdConfiguration(world: World, segment: TenantSegment, text: string): Record<string, unknown> {
  const { path, issuer } = named(segment, text);
  const at = `${world.baseUrl}/${path}`;
  return {
    token_endpoint: `${at}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${at}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'client_credentials'],
    code_challenge_methods_supported: ['plain', 'S256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${world.baseUrl}/${issuer}/v2.0`,
    request_uri_parameter_supported: false,
    authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
    http_logout_supported: true,
    frontchannel_logout_supported: false,
    end_session_endpoint: `${at}/oauth2/v2.0/logout`,
    claims_supported: claims,
    tenant_region_scope: segment.kind === 'tenant' ? 'EU' : null,
    cloud_instance_name: new URL(world.baseUrl).host,
    msgraph_host: new URL(graphResource).host,
  };
}

const claims = [
  'sub',
  'iss',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'nonce',
  'name',
  'preferred_username',
  'oid',
  'tid',
  'ver',
  'wids',
  'roles',
  'sid',
];

/** Instance discovery: the emulator is a cloud of its own. */
export function instanceDiscovery(world: World): Record<string, unknown> {
  const { host } = new URL(world.baseUrl);
  return {
    tenant_discovery_endpoint: `${world.baseUrl}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
