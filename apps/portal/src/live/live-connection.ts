import type { Change } from './change.ts';

export type LiveStatus = 'connecting' | 'live' | 'reconnecting';

/** What the tabs of one browser tell each other. `ask` is a new tab that wants to know the status. */
type Message = { change: Change } | { status: LiveStatus } | { ended: true } | { ask: true };

const name = 'tenantry-live';
const address = '/api/v1/events';
const firstRetryMs = 2000;
const longestRetryMs = 30_000;

const changeListeners = new Set<(change: Change) => void>();
const statusListeners = new Set<() => void>();
let status: LiveStatus = 'connecting';
let channel: BroadcastChannel | null = null;
let leading = false;

/** Calls `listener` for every change the server tells of, until the returned function is called. Browser only. */
export function listenForChanges(listener: (change: Change) => void): () => void {
  join();
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

/** For useSyncExternalStore: is told when `liveStatus` has changed. */
export function listenForStatus(listener: () => void): () => void {
  join();
  statusListeners.add(listener);
  return () => statusListeners.delete(listener);
}

export function liveStatus(): LiveStatus {
  return status;
}

/**
 * Over HTTP/1.1 a browser opens six connections to one origin, and a stream in each of six tabs would block the seventh. So one tab,
 * which holds the lock, keeps the stream and tells the others; when it closes, the next one gets the lock.
 */
function join(): void {
  if (channel !== null) return;
  channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Message>) => receive(data);
  channel.postMessage({ ask: true } satisfies Message);
  void navigator.locks.request(name, () => new Promise<never>(lead));
}

function lead(): void {
  leading = true;
  connect(firstRetryMs);
}

function connect(retryMs: number): void {
  const source = new EventSource(address);
  let nextRetryMs = retryMs;
  source.onopen = () => {
    nextRetryMs = firstRetryMs;
    tell({ status: 'live' });
    // What changed while nobody listened was told to nobody.
    tell({ change: { kind: 'everything' } });
  };
  source.onmessage = ({ data }: MessageEvent<string>) => tell({ change: JSON.parse(data) as Change });
  source.addEventListener('ended', () => {
    source.close();
    tell({ ended: true });
  });
  source.onerror = () => {
    tell({ status: 'reconnecting' });
    if (source.readyState !== EventSource.CLOSED) return;
    // An answer that is no stream, such as 503, ends an EventSource for good.
    setTimeout(() => connect(Math.min(nextRetryMs * 2, longestRetryMs)), nextRetryMs);
  };
}

function tell(message: Message): void {
  receive(message);
  channel?.postMessage(message);
}

function receive(message: Message): void {
  if ('ask' in message) {
    if (leading) channel?.postMessage({ status } satisfies Message);
  } else if ('ended' in message) {
    // The session is over. A page that is asked for as a whole leads to the sign-in, where a script may not go.
    location.reload();
  } else if ('status' in message) {
    status = message.status;
    for (const listener of statusListeners) listener();
  } else {
    for (const listener of changeListeners) listener(message.change);
  }
}
