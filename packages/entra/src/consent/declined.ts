const declines = ['access_denied', 'consent_required', 'permission_denied'];

/**
 * Whether an error redirect says that a person chose not to go on.
 *
 * `access_denied` and `consent_required` stand in v2-admin-consent.md, `permission_denied` in v2-oauth2-client-creds-grant-flow.md;
 * `error_subcode=cancel` comes from the Cancel button of the sign-in page.
 */
export function isDeclined(query: URLSearchParams): boolean {
  return query.getAll('error').some((error) => declines.includes(error)) || query.getAll('error_subcode').includes('cancel');
}
