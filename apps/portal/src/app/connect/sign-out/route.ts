import { endSession } from '@tenantry/domain';
import { dropCookie } from '../../../server/cookies.ts';
import { isSameOrigin } from '../../../server/same-origin.ts';
import { leaveFor, seeOther } from '../../../server/see-other.ts';
import { services } from '../../../server/services.ts';
import { tenantAdminSessionOf } from '../../../server/session.ts';
import { signOutAddress } from '../../../server/sign-out-address.ts';

/** Ends the session of a person of a customer tenant here first, then Microsoft's. The approval is not touched. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return seeOther('/connect/status');
  const session = await tenantAdminSessionOf(request);
  const gone = [dropCookie('connectSession')];
  if (session === null) return seeOther('/signed-out', gone);
  await endSession(services().db, session.id);
  return leaveFor(signOutAddress(session), gone);
}
