import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { onLoopback, sendError, sendJson } from './loopback.ts';

const item = z.object({ id: z.string() });

describe('fetching ahead', () => {
  const twoPages = (v1: () => string, second: (response: Parameters<typeof sendJson>[0]) => void) =>
    ((asked, response) => {
      if (asked.url === '/v1.0/users') sendJson(response, { value: [{ id: 'a' }], '@odata.nextLink': `${v1()}/users?p=2` });
      else if (asked.url === '/v1.0/users?p=2') second(response);
      else sendJson(response, {});
    }) satisfies Parameters<typeof onLoopback>[0];

  it('asks for the next page while the consumer works on this one, and for no more', async () => {
    const loopback = await onLoopback((_, response, nth) =>
      sendJson(response, {
        value: [{ id: String(nth) }],
        ...(nth < 4 && { '@odata.nextLink': `${loopback.v1}/users?p=${nth}` }),
      }),
    );
    const ids: string[] = [];
    for await (const { items } of loopback.graph.pages('/users', item)) {
      ids.push(...items.map(({ id }) => id));
      await vi.waitFor(() => expect(loopback.asked).toHaveLength(Math.min(ids.length + 1, 4)));
    }
    expect(ids).toEqual(['1', '2', '3', '4']);
  });

  it('can be switched off', async () => {
    const loopback = await onLoopback(
      twoPages(
        () => loopback.v1,
        (response) => sendJson(response, { value: [] }),
      ),
    );
    const order: string[] = [];
    for await (const { position } of loopback.graph.pages('/users', item, { prefetch: false })) {
      order.push(position.kind);
      await loopback.graph.get(`/after-${position.kind}`, z.unknown());
    }
    expect(loopback.asked.map(({ url }) => url)).toEqual([
      '/v1.0/users',
      '/v1.0/after-next',
      '/v1.0/users?p=2',
      '/v1.0/after-end',
    ]);
  });

  it('fails only when the consumer asks for the page that failed', async () => {
    const statuses: (number | null)[] = [];
    const loopback = await onLoopback(
      twoPages(
        () => loopback.v1,
        (response) => sendError(response, 429, 'TooManyRequests', { 'retry-after': '30' }),
      ),
      { onCall: ({ status }) => statuses.push(status) },
    );
    const read: z.infer<typeof item>[] = [];
    const reading = (async () => {
      for await (const { items } of loopback.graph.pages('/users', item)) {
        await vi.waitFor(() => expect(statuses).toEqual([200, 429]));
        await new Promise((resolve) => setImmediate(resolve));
        read.push(...items);
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'throttled', retryAfterMs: 30_000 });
    expect(read).toEqual([{ id: 'a' }]);
  });

  it('leaves no unhandled rejection behind a consumer that stops early', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    onTestFinished(() => void process.off('unhandledRejection', unhandled));
    const statuses: (number | null)[] = [];
    const loopback = await onLoopback(
      twoPages(
        () => loopback.v1,
        (response) => sendError(response, 500, 'UnknownError'),
      ),
      {
        onCall: ({ status }) => statuses.push(status),
      },
    );
    for await (const _ of loopback.graph.pages('/users', item)) {
      await vi.waitFor(() => expect(statuses).toEqual([200, 500]));
      break;
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('is ended when the consumer stops early', async () => {
    let closed: Promise<unknown> | null = null;
    const loopback = await onLoopback(
      twoPages(
        () => loopback.v1,
        (response) => {
          closed = once(response, 'close');
        },
      ),
    );
    for await (const _ of loopback.graph.pages('/users', item)) {
      await vi.waitFor(() => expect(closed).not.toBeNull());
      break;
    }
    await closed;
    expect(loopback.asked).toHaveLength(2);
  });

  it('gives nothing more after an abort, even a page already fetched', async () => {
    const abort = new AbortController();
    const statuses: (number | null)[] = [];
    const loopback = await onLoopback(
      twoPages(
        () => loopback.v1,
        (response) => sendJson(response, { value: [] }),
      ),
      {
        signal: abort.signal,
        onCall: ({ status }) => statuses.push(status),
      },
    );
    const kinds: string[] = [];
    const reading = (async () => {
      for await (const { position } of loopback.graph.pages('/users', item)) {
        kinds.push(position.kind);
        await vi.waitFor(() => expect(statuses).toEqual([200, 200]));
        abort.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    expect(kinds).toEqual(['next']);
  });
});
