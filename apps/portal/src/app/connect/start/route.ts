import { findInvitation, invitationStanding } from '@tenantry/domain';
import { readConnectForm } from '../../../server/connect-form.ts';
import { isSameOrigin } from '../../../server/same-origin.ts';
import { leaveFor, seeOther } from '../../../server/see-other.ts';
import { services } from '../../../server/services.ts';
import { rememberSignIn } from '../../../server/sign-ins.ts';
import { tooManyRequests } from '../../../server/too-many-requests.ts';

/**
 * Sends a visitor to sign in: at the tenant that the invitation names or the link is pinned to, so that a guest administrator lands in the
 * customer's tenant, else at any work account's own.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return seeOther('/connect');
  const refusal = await tooManyRequests(request, 'sign-in');
  if (refusal !== null) return refusal;
  const { db, settings, signIn } = services();
  const form = await readConnectForm(request);
  const invitation = form.invitation === undefined ? null : await findInvitation(db, form.invitation);
  if (form.invitation !== undefined && form.to === 'confirm') {
    const open = invitation !== null && invitationStanding(invitation, new Date()) === 'open';
    if (!open) return seeOther(`/connect/i/${form.invitation}`);
  }
  const { url, transaction } = await signIn.begin({
    tenant: invitation?.namedTenantId ?? form.tenant ?? 'organizations',
    redirectUri: `${settings.PUBLIC_URL}/auth/connect/callback`,
    prompt: 'select_account',
  });
  const afterwards = { to: form.to, invitationCode: invitation?.code ?? null };
  return leaveFor(url, [await rememberSignIn('connectSignIns', request, { transaction, afterwards })]);
}
