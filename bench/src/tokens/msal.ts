import { ConfidentialClientApplication } from '@azure/msal-node';
import { graphResource, registration } from '../emulator.ts';

const login = 'https://login.microsoftonline.com';

/** How a token comes from what a user would have instead: whether from its cache, for a call that should be. */
export type MsalCall = (tenantId: string, options?: { skipCache: boolean }) => Promise<{ fromCache: boolean }>;

/**
 * One msal-node client for all tenants, the authority named with each call, as in "Client credential flows" of its own documentation. It
 * refuses http, so the addresses come as metadata.
 */
export function oneMsalClient(entraBaseUrl: string): MsalCall {
  const at = `${entraBaseUrl}/{tenantid}`;
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: registration.clientId,
      clientSecret: registration.secret,
      authority: `${login}/organizations`,
      authorityMetadata: JSON.stringify({
        issuer: `${at}/v2.0`,
        authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
        token_endpoint: `${at}/oauth2/v2.0/token`,
        end_session_endpoint: `${at}/oauth2/v2.0/logout`,
        jwks_uri: `${at}/discovery/v2.0/keys`,
      }),
    },
  });
  return async (tenantId, { skipCache } = { skipCache: false }) => {
    const authority = `${login}/${tenantId}`;
    const result = await client.acquireTokenByClientCredential({ scopes: [`${graphResource}/.default`], authority, skipCache });
    if (!result?.accessToken) throw new Error(`msal-node gave no token for ${tenantId}`);
    return { fromCache: result.fromCache };
  };
}
