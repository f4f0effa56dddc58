import { operatorRole } from '@tenantry/entra/consent';
import { beginOperatorSession } from '../../../../server/begin-session.ts';
import { failureQuery } from '../../../../server/failed-sign-in.ts';
import { pathOf } from '../../../../server/route-names.ts';
import { seeOther } from '../../../../server/see-other.ts';
import { services } from '../../../../server/services.ts';
import { takeSignIn } from '../../../../server/sign-ins.ts';
import { tooManyRequests } from '../../../../server/too-many-requests.ts';

/** Where Entra sends an operator back to. */
export async function GET(request: Request): Promise<Response> {
  const { settings, signIn } = services();
  const operatorTenantId = settings.OPERATOR_TENANT_ID;
  if (operatorTenantId === undefined) return seeOther('/auth/operator/closed');
  const refusal = await tooManyRequests(request, 'callback');
  if (refusal !== null) return refusal;

  const query = new URL(request.url).searchParams;
  const { begun, setCookie } = await takeSignIn('operatorSignIns', request, query.get('state'));
  if (begun === null) return seeOther('/auth/operator/failed?problem=state-mismatch');
  try {
    const person = await signIn.complete(begun.transaction, query);
    const role = operatorRole(person, { operatorTenantId, signInTenant: begun.transaction.tenant });
    const session = await beginOperatorSession(request, person, role);
    return seeOther(role === null ? '/auth/operator/no-role' : pathOf(begun.afterwards), [setCookie, session]);
  } catch (error) {
    return seeOther(`/auth/operator/failed?${failureQuery(error)}`, [setCookie]);
  }
}
