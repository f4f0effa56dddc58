import { offer } from '../v1/_door/offer.ts';

/** Whether the process answers at all. */
function tell(): Response {
  return Response.json({ alive: true }, { headers: { 'cache-control': 'no-store' } });
}

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: tell });
