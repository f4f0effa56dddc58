import { readLiveness } from '@tenantry/domain';
import { services } from '../../../server/services.ts';
import { offer } from '../v1/_door/offer.ts';

/** Whether Postgres and the queue answer, and work that is due gets done: yes or no, and to strangers nothing more. */
async function tell(): Promise<Response> {
  const { db, queue, log } = services();
  const [liveness, ping] = await Promise.allSettled([readLiveness(db, new Date()), queue.ping()]);
  for (const answer of [liveness, ping]) if (answer.status === 'rejected') log.warn({ error: answer.reason }, 'not ready');
  const working = liveness.status === 'fulfilled' && liveness.value.ok;
  if (liveness.status === 'fulfilled' && !working) log.warn({ ...liveness.value }, 'not ready');
  const ready = working && ping.status === 'fulfilled';
  return Response.json({ ready }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: tell });
