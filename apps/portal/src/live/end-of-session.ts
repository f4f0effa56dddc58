import { isSameOrigin } from '../server/same-origin.ts';

/** The last event of a stream whose reader may hear no more. */
export const ended = 'event: ended\ndata: {}\n\n';

/** Whether one of our own pages asks by EventSource, which cannot tell a page why it was refused. */
export function isOwnEventSource({ headers }: Request): boolean {
  return isSameOrigin(headers) && !headers.has('authorization') && headers.get('accept') === 'text/event-stream';
}

/** A stream that holds nothing but the news that the session is over. */
export function endedStream(): Response {
  return new Response(ended, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}
