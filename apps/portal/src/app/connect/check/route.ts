import { requestCheck } from '@tenantry/domain';
import { consentWish } from '../../../server/consent-wish.ts';
import { isSameOrigin } from '../../../server/same-origin.ts';
import { seeOther } from '../../../server/see-other.ts';
import { services } from '../../../server/services.ts';
import { tenantAdminSessionOf } from '../../../server/session.ts';
import { tooManyRequests } from '../../../server/too-many-requests.ts';

/** "Check access now": asks for a proof at once, for an approval that did not come through our link or came late. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return seeOther('/connect/status');
  const refusal = await tooManyRequests(request, 'consent');
  if (refusal !== null) return refusal;
  const session = await tenantAdminSessionOf(request);
  if (session === null) return seeOther('/connect/sign-in');
  const { db, ring } = services();
  const answer = await requestCheck(db, ring, await consentWish(session));
  return seeOther(answer === 'started' || answer === 'too-soon' ? `/connect/status?check=${answer}` : '/connect/confirm');
}
