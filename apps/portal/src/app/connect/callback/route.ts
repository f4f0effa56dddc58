import { returnFromConsent } from '@tenantry/domain';
import { readConsentCallback } from '@tenantry/entra/consent';
import { currentTraceparent, inSpan } from '@tenantry/runtime';
import { seeOther } from '../../../server/see-other.ts';
import { services } from '../../../server/services.ts';
import { tenantAdminSessionOf } from '../../../server/session.ts';
import { tooManyRequests } from '../../../server/too-many-requests.ts';

/** Where Entra's consent page sends the browser back to. The query is a claim; the domain's table says what it may change. */
export async function GET(request: Request): Promise<Response> {
  const refusal = await tooManyRequests(request, 'callback');
  if (refusal !== null) return refusal;
  const { db, ring } = services();
  const answer = readConsentCallback(new URL(request.url).searchParams);
  const session = await tenantAdminSessionOf(request);
  const outcome = await inSpan('consent callback', { root: true }, async (span) => {
    const traceparent = currentTraceparent();
    const outcome = await returnFromConsent(db, ring, { answer, sessionId: session?.id ?? null, traceparent, now: new Date() });
    span.tell({ 'tenantry.outcome': outcome.kind, 'tenantry.tenant_id': 'tenantId' in outcome ? outcome.tenantId : null });
    return outcome;
  });
  switch (outcome.kind) {
    case 'not-yours':
    case 'unreadable':
    case 'already-used':
      return seeOther(`/connect/status?note=${outcome.kind}`);
    case 'wrong-tenant':
    case 'declined':
    case 'failed':
    case 'returned':
      return seeOther('/connect/status');
  }
}
