import { ConfidentialClientApplication, type Configuration } from '@azure/msal-node';

type Credential = Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate' | 'clientAssertion'>;

/**
 * Microsoft's own client, pointed at plain http by supplied metadata: the only way it accepts http. `{tenantid}` is replaced by the library
 * for each request.
 */
export function createMsalClient(
  url: string,
  tenant: string,
  clientId: string,
  credential: Credential,
): ConfidentialClientApplication {
  const at = `${url}/{tenantid}`;
  return new ConfidentialClientApplication({
    auth: {
      clientId,
      authority: `https://login.microsoftonline.com/${tenant}`,
      authorityMetadata: JSON.stringify({
        issuer: `${at}/v2.0`,
        authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
        token_endpoint: `${at}/oauth2/v2.0/token`,
        end_session_endpoint: `${at}/oauth2/v2.0/logout`,
        jwks_uri: `${at}/discovery/v2.0/keys`,
      }),
      ...credential,
    },
  });
}
