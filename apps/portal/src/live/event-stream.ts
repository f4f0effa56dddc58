import { openStreams } from '../server/open-streams.ts';
import type { Change } from './change.ts';
import type { ChangeHub } from './change-hub.ts';
import { ended } from './end-of-session.ts';

const second = 1000;
const heartbeatMs = 15 * second;
/** Half of the ten seconds within which a stream ends after its session. */
const recheckMs = 5 * second;
/** Changes that come within this time travel together, each once. */
const gatherMs = 100;
/** What is kept for a reader who does not read; beyond it the reader is told to read everything anew. */
const mostPending = 500;

/**
 * An answer that tells of changes as server-sent events for as long as its reader is allowed to hear them.
 *
 * @param options.wants which changes this reader may hear of
 * @param options.stillAllowed asked every five seconds; the stream ends when it says no, and says so, or cannot tell
 * @param options.signal ends the stream when the reader leaves
 * @throws DatabaseError when the database cannot be listened to
 */
export async function eventStream(options: {
  hub: ChangeHub;
  wants: (change: Change) => boolean;
  stillAllowed: () => Promise<boolean>;
  signal: AbortSignal;
}): Promise<Response> {
  const pending = new Map<string, Change>();
  let gathering: NodeJS.Timeout | undefined;
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;

  function flush(): void {
    gathering = undefined;
    if (pending.size === 0 || (stream?.desiredSize ?? 0) <= 0) return;
    write([...pending.keys()].map((event) => `data: ${event}\n\n`).join(''));
    pending.clear();
  }

  function write(text: string): void {
    stream?.enqueue(new TextEncoder().encode(text));
  }

  function hear(change: Change): void {
    if (!options.wants(change)) return;
    if (pending.size >= mostPending) {
      pending.clear();
      change = { kind: 'everything' };
    }
    pending.set(JSON.stringify(change), change);
    gathering ??= setTimeout(flush, gatherMs);
  }

  const unsubscribe = await options.hub.subscribe(hear);
  const heartbeat = setInterval(() => (stream?.desiredSize ?? 0) > 0 && write(': still here\n\n'), heartbeatMs);
  const recheck = setInterval(async () => {
    const allowed = await options.stillAllowed().catch(() => null);
    if (allowed === true) return;
    // Who could not be asked about comes again and is asked about anew.
    if (allowed === false) write(ended);
    end();
  }, recheckMs);

  function leave(): void {
    stream = null;
    unsubscribe();
    clearInterval(heartbeat);
    clearInterval(recheck);
    clearTimeout(gathering);
    openStreams().delete(end);
    options.signal.removeEventListener('abort', end);
  }

  function end(): void {
    const open = stream;
    leave();
    open?.close();
  }

  openStreams().add(end);
  options.signal.addEventListener('abort', end);

  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      stream = controller;
      write('retry: 2000\n: connected\n\n');
      if (options.signal.aborted) end();
    },
    pull: flush,
    cancel: leave,
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
