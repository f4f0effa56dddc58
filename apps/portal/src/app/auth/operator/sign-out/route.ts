import { endSession } from '@tenantry/domain';
import { cookiesOf, dropCookie } from '../../../../server/cookies.ts';
import { isSameOrigin } from '../../../../server/same-origin.ts';
import { leaveFor, seeOther } from '../../../../server/see-other.ts';
import { services } from '../../../../server/services.ts';
import { readOperatorPerson } from '../../../../server/session.ts';
import { signOutAddress } from '../../../../server/sign-out-address.ts';

/** Ends an operator's session here first, then Microsoft's. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return seeOther('/');
  const person = await readOperatorPerson(cookiesOf(request));
  const gone = [dropCookie('operatorSession')];
  if (person === null) return seeOther('/signed-out', gone);
  await endSession(services().db, person.id);
  return leaveFor(signOutAddress(person), gone);
}
