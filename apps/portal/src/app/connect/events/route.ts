import { endedStream, isOwnEventSource } from '../../../live/end-of-session.ts';
import { tenantEvents } from '../../../live/tenant-events.ts';
import { isSameOrigin } from '../../../server/same-origin.ts';
import { tenantAdminSessionOf } from '../../../server/session.ts';

/** Changes of the signed-in person's own tenant, as server-sent events. */
export async function GET(request: Request): Promise<Response> {
  const session = await tenantAdminSessionOf(request);
  if (session === null || !isSameOrigin(request.headers)) {
    return isOwnEventSource(request) ? endedStream() : new Response(null, { status: 401 });
  }
  return tenantEvents({
    tenantId: session.tenantId,
    stillAllowed: async () => (await tenantAdminSessionOf(request)) !== null,
    signal: request.signal,
  });
}
