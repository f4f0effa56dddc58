const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The addresses of one Microsoft cloud, or of a stand-in for it. */
export interface Authority {
  /** `path` below a tenant, e.g. `oauth2/v2.0/authorize`. `tenant` is a tenant id or `organizations`. */
  address(tenant: string, path: string): URL;
  /** The only issuer an id token of this tenant may name. */
  issuerOf(tenantId: string): string;
  /** Where the signing keys of all tenants are published. */
  readonly keysUrl: URL;
  /** Settings that make msal-node talk to these addresses for one tenant. */
  msalAuth(tenant: string): { authority: string; authorityMetadata: string };
}

/** Whether the text is a GUID, as every tenant id and object id is. */
export function isGuid(text: string): boolean {
  return guid.test(text);
}

/** The tenant id in lower case. @throws TypeError when it is not a GUID. */
export function checkedTenantId(tenantId: string): string {
  if (!isGuid(tenantId)) throw new TypeError('The tenant id must be a GUID');
  return tenantId.toLowerCase();
}

/**
 * Derives every address from the origin of the sign-in host, without asking it.
 *
 * All Microsoft clouds have the same paths, and the issuer `{origin}/{tenantid}/v2.0`
 * (OpenID Connect on the Microsoft identity platform, v2-protocols-oidc.md).
 *
 * @param entraBaseUrl an origin: https, or http on a loopback host; no path, query or user info
 * @throws TypeError when it is anything else
 */
export function authorityOf(entraBaseUrl: string): Authority {
  const base = URL.canParse(entraBaseUrl) ? new URL(entraBaseUrl) : null;
  if (!base || (base.href !== `${base.origin}/` && base.href !== base.origin))
    throw new TypeError('The Entra base URL must be an origin such as https://login.microsoftonline.com');
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && loopback.test(base.hostname)))
    throw new TypeError('The Entra base URL must be https, unless its host is loopback');

  const { origin } = base;
  const address = (tenant: string, path: string) => new URL(`${origin}/${tenant}/${path}`);
  const authorityMetadata = JSON.stringify({
    authorization_endpoint: `${origin}/{tenantid}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/{tenantid}/oauth2/v2.0/token`,
    end_session_endpoint: `${origin}/{tenantid}/oauth2/v2.0/logout`,
    jwks_uri: `${origin}/{tenantid}/discovery/v2.0/keys`,
    issuer: `${origin}/{tenantid}/v2.0`,
  });
  return {
    address,
    issuerOf: (tenantId) => `${origin}/${tenantId}/v2.0`,
    keysUrl: address('organizations', 'discovery/v2.0/keys'),
    // msal-node refuses an http authority but follows the metadata, so the authority only names the tenant and nothing is discovered.
    msalAuth: (tenant) => ({ authority: `https://login.microsoftonline.com/${tenant}`, authorityMetadata }),
  };
}
