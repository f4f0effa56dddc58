import { services } from '../../../server/services.ts';
import { offer } from '../v1/_door/offer.ts';

/** Whether Postgres and the queue answer: yes or no, and to strangers nothing more. */
async function tell(): Promise<Response> {
  const { db, queue, log } = services();
  const answers = await Promise.allSettled([db.ping(), queue.ping()]);
  const failures = answers.filter((answer) => answer.status === 'rejected');
  for (const { reason } of failures) log.warn({ error: reason }, 'not ready');
  const ready = failures.length === 0;
  return Response.json({ ready }, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: tell });
