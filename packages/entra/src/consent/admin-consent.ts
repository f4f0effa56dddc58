import { authorityOf, checkedTenantId } from '../authority.ts';

/**
 * The address of Entra's admin consent page, pinned to one tenant (v2-admin-consent.md, request the permissions from a directory admin).
 *
 * Application permissions can only be asked for with `/.default`: everything on the registration for that resource.
 *
 * @param input `graphResource` without a trailing slash; `state` unguessable and single-use, which is the caller's affair
 * @throws TypeError when the tenant id is not a GUID or the base URL not allowed
 */
export function adminConsentUrl(input: {
  entraBaseUrl: string;
  tenantId: string;
  clientId: string;
  graphResource: string;
  redirectUri: string;
  state: string;
}): string {
  const url = authorityOf(input.entraBaseUrl).address(checkedTenantId(input.tenantId), 'v2.0/adminconsent');
  url.search = new URLSearchParams({
    client_id: input.clientId,
    scope: `${input.graphResource}/.default`,
    redirect_uri: input.redirectUri,
    state: input.state,
  }).toString();
  return url.href;
}
