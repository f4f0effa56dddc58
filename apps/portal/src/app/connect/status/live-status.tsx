'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const name = 'tenantry-connect';
const refreshEveryMs = 1000;
const retryMs = 5000;

/**
 * Reads the page anew when the tenant changes. One tab of the browser keeps the event stream and tells the others: a browser opens six
 * connections to one origin, and a stream in each of six tabs would block the seventh.
 */
export function LiveStatus(): null {
  const router = useRouter();
  useEffect(() => {
    const channel = new BroadcastChannel(name);
    const left = new AbortController();
    let due: ReturnType<typeof setTimeout> | undefined;

    function refreshSoon(): void {
      due ??= setTimeout(() => {
        due = undefined;
        router.refresh();
      }, refreshEveryMs);
    }

    function follow(): void {
      const source = new EventSource('/connect/events');
      // What changed between the page and the stream was told to nobody.
      source.onopen = refreshSoon;
      source.onmessage = () => {
        channel.postMessage(null);
        refreshSoon();
      };
      source.addEventListener('ended', () => {
        source.close();
        channel.postMessage('ended');
        location.reload();
      });
      source.onerror = () => {
        // After an answer that is no stream, such as 503, an EventSource does not try again: the page finds out why.
        if (source.readyState !== EventSource.CLOSED) return;
        refreshSoon();
        const again = setTimeout(follow, retryMs);
        left.signal.addEventListener('abort', () => clearTimeout(again));
      };
      left.signal.addEventListener('abort', () => source.close());
    }

    channel.onmessage = ({ data }) => (data === 'ended' ? location.reload() : refreshSoon());
    refreshSoon();
    navigator.locks
      .request(name, { signal: left.signal }, () => {
        follow();
        return new Promise<void>((release) => left.signal.addEventListener('abort', () => release()));
      })
      .catch(() => undefined);

    return () => {
      left.abort();
      channel.close();
      clearTimeout(due);
    };
  }, [router]);
  return null;
}
