import { beginConsent } from '@tenantry/domain';
import { adminConsentUrl } from '@tenantry/entra/consent';
import { readConnectForm } from '../../../server/connect-form.ts';
import { consentWish } from '../../../server/consent-wish.ts';
import { isSameOrigin } from '../../../server/same-origin.ts';
import { leaveFor, seeOther } from '../../../server/see-other.ts';
import { services } from '../../../server/services.ts';
import { tenantAdminSessionOf } from '../../../server/session.ts';
import { tooManyRequests } from '../../../server/too-many-requests.ts';

/** Sends a confirmed person to Microsoft's consent page, pinned to the tenant they signed in to. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return seeOther('/connect/confirm');
  const refusal = await tooManyRequests(request, 'consent');
  if (refusal !== null) return refusal;
  const session = await tenantAdminSessionOf(request);
  if (session === null) return seeOther('/connect/sign-in');
  const form = await readConnectForm(request);
  // The page may be older than the session: another sign-in in this browser shows what it would connect before it does.
  const seen = form.tenant === session.tenantId && (form.invitation ?? null) === session.invitationCode;
  if (!seen) return seeOther('/connect/confirm');

  const { db, settings, cloud } = services();
  const begun = await beginConsent(db, await consentWish(session));
  if (begun.kind === 'refused') return seeOther('/connect/confirm');
  return leaveFor(
    adminConsentUrl({
      entraBaseUrl: settings.ENTRA_BASE_URL,
      tenantId: session.tenantId,
      clientId: settings.ENTRA_CLIENT_ID,
      graphResource: cloud.graphResource,
      redirectUri: `${settings.PUBLIC_URL}/connect/callback`,
      state: begun.state,
    }),
  );
}
