import { readDestination } from '../../../../server/route-names.ts';
import { leaveFor, seeOther } from '../../../../server/see-other.ts';
import { services } from '../../../../server/services.ts';
import { rememberSignIn } from '../../../../server/sign-ins.ts';
import { tooManyRequests } from '../../../../server/too-many-requests.ts';

/** Sends an operator to sign in at the operators' own tenant. `?to=` names the page to come back to. */
export async function GET(request: Request): Promise<Response> {
  const { settings, signIn } = services();
  // A page's script, which may not go to the sign-in host. Next asks for the address as a whole when there is nothing to read.
  if (request.headers.get('sec-fetch-dest') === 'empty')
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } });
  const tenant = settings.OPERATOR_TENANT_ID;
  if (tenant === undefined) return seeOther('/auth/operator/closed');
  const refusal = await tooManyRequests(request, 'sign-in');
  if (refusal !== null) return refusal;
  const redirectUri = `${settings.PUBLIC_URL}/auth/operator/callback`;
  const { url, transaction } = await signIn.begin({ tenant, redirectUri });
  const afterwards = readDestination(new URL(request.url).searchParams);
  return leaveFor(url, [await rememberSignIn('operatorSignIns', request, { transaction, afterwards })]);
}
