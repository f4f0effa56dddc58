import { isGuid } from '../authority.ts';
import { readErrorCode, readErrorDescription } from '../entra-error.ts';
import { isDeclined } from './declined.ts';

const longestState = 1024;

/** What an admin consent redirect claims. All of it can be typed by anybody; `state` is null when there is not exactly one. */
export type ConsentCallback = { state: string | null } & (
  | { kind: 'approved'; claimedTenantId: string | null }
  | { kind: 'declined' | 'failed'; error: string; aadsts: number | null; correlationId: string | null }
  | { kind: 'unreadable' }
);

/**
 * Reads the query of an admin consent redirect. Never throws, and gives back nothing longer or stranger than a code, a number or a GUID.
 *
 * An error decides first, because `admin_consent=True` is present on failures too (v2-admin-consent.md, error response). A repeated state
 * or `admin_consent`, and a tenant that is repeated or not a GUID, make an approval unreadable.
 */
export function readConsentCallback(query: URLSearchParams): ConsentCallback {
  const states = query.getAll('state');
  const state = states.length === 1 && states[0] && states[0].length <= longestState ? states[0] : null;

  if (query.has('error') || query.has('error_subcode')) {
    const { aadsts, correlationId } = readErrorDescription(query.get('error_description'));
    const error = readErrorCode(query.get('error')) ?? 'unknown_error';
    return { state, kind: isDeclined(query) ? 'declined' : 'failed', error, aadsts, correlationId };
  }

  const [consent, ...otherConsents] = query.getAll('admin_consent');
  const [tenant, ...otherTenants] = query.getAll('tenant');
  const readable = consent?.toLowerCase() === 'true' && (tenant === undefined || isGuid(tenant));
  const repeated = states.length > 1 || otherConsents.length > 0 || otherTenants.length > 0;
  if (!readable || repeated) return { state, kind: 'unreadable' };
  return { state, kind: 'approved', claimedTenantId: tenant?.toLowerCase() ?? null };
}
