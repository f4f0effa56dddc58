import { beginConnectSession } from '../../../../server/begin-session.ts';
import { failureQuery } from '../../../../server/failed-sign-in.ts';
import { seeOther } from '../../../../server/see-other.ts';
import { services } from '../../../../server/services.ts';
import { takeSignIn } from '../../../../server/sign-ins.ts';
import { tooManyRequests } from '../../../../server/too-many-requests.ts';

/** Where Entra sends a person of a customer tenant back to after sign-in. */
export async function GET(request: Request): Promise<Response> {
  const refusal = await tooManyRequests(request, 'callback');
  if (refusal !== null) return refusal;
  const query = new URL(request.url).searchParams;
  const { begun, setCookie } = await takeSignIn('connectSignIns', request, query.get('state'));
  if (begun === null) return seeOther('/connect/failed?problem=state-mismatch');
  const { to, invitationCode } = begun.afterwards;
  try {
    const person = await services().signIn.complete(begun.transaction, query);
    const session = await beginConnectSession(request, person, invitationCode);
    return seeOther(to === 'status' ? '/connect/status' : '/connect/confirm', [setCookie, session]);
  } catch (error) {
    const failure = failureQuery(error);
    if (invitationCode !== null) failure.set('invitation', invitationCode);
    return seeOther(`/connect/failed?${failure}`, [setCookie]);
  }
}
