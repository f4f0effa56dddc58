import { readFleetFigures } from '@tenantry/domain';
import { fleetMetricsText, metricsContentType } from '@tenantry/runtime';
import { metricsAccess } from '../../server/metrics-access.ts';
import { services } from '../../server/services.ts';
import { answerTo } from '../api/v1/_door/handle.ts';
import { offer } from '../api/v1/_door/offer.ts';
import { problem } from '../api/v1/_door/problem.ts';

/** How the fleet stands, for Prometheus. Who may read it is said in docs/operations.md. */
async function tell(request: Request): Promise<Response> {
  try {
    const { db, settings } = services();
    const access = metricsAccess(request.headers, settings);
    if (access === 'hidden') return problem('not-found', 'There is nothing under this address.');
    if (access === 'token-needed') {
      return problem('unauthorized', 'Show METRICS_TOKEN as a bearer token.', { headers: { 'www-authenticate': 'Bearer' } });
    }
    const text = await fleetMetricsText(await readFleetFigures(db, new Date()));
    return new Response(text, { headers: { 'content-type': metricsContentType, 'cache-control': 'no-store' } });
  } catch (error) {
    return answerTo(error);
  }
}

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: tell });
