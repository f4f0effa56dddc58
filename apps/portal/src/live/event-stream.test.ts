import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openStreams } from '../server/open-streams.ts';
import { type Change, concerns, readChange } from './change.ts';
import { createChangeHub } from './change-hub.ts';
import { eventStream } from './event-stream.ts';

const tenantA = 'c0000001-0000-4000-8000-000000000001';
const tenantB = 'c0000001-0000-4000-8000-000000000002';

function listener() {
  const told: ((payload: string) => void)[] = [];
  let closed = 0;
  return {
    listen: async (onChange: (payload: string) => void) => {
      told.push(onChange);
      return { close: async () => void closed++ };
    },
    notify: (payload: string) => {
      for (const tell of told) tell(payload);
    },
    connections: () => told.length,
    closed: () => closed,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const end of [...openStreams()]) end();
  vi.useRealTimers();
});

async function open(options: { allowed?: () => Promise<boolean>; wants?: (change: Change) => boolean } = {}) {
  const database = listener();
  const leaving = new AbortController();
  const response = await eventStream({
    hub: createChangeHub(database.listen),
    wants: options.wants ?? (() => true),
    stillAllowed: options.allowed ?? (async () => true),
    signal: leaving.signal,
  });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const read = async () => {
    const { value, done } = await reader.read();
    return done ? null : new TextDecoder().decode(value);
  };
  return { database, leaving, response, read };
}

describe('a notice', () => {
  test('is read into ids', () => {
    expect(readChange(`run 7 ${tenantA}`)).toEqual({ kind: 'run', runId: '7', tenantId: tenantA });
    expect(readChange(`tenant ${tenantA}`)).toEqual({ kind: 'tenant', tenantId: tenantA });
    expect(readChange('batch 9')).toEqual({ kind: 'batch', batchId: '9' });
    expect(readChange('fleet')).toEqual({ kind: 'fleet' });
    expect(readChange('*')).toEqual({ kind: 'everything' });
  });

  test('that this version does not know is left out', () => {
    for (const payload of ['', 'run', 'run 7', 'tenant', 'weather rain']) expect(readChange(payload)).toBeNull();
  });

  test('concerns the pages that show what it names', () => {
    const run: Change = { kind: 'run', runId: '7', tenantId: tenantA };
    expect(concerns({ runId: '7' }, run)).toBe(true);
    expect(concerns({ runId: '8' }, run)).toBe(false);
    expect(concerns({ tenantId: tenantA }, run)).toBe(true);
    expect(concerns({ tenantId: tenantB }, run)).toBe(false);
    expect(concerns({ batchId: '9' }, run)).toBe(true);
    expect(concerns({ fleetOnly: true }, run)).toBe(false);
    expect(concerns({ fleetOnly: true }, { kind: 'fleet' })).toBe(true);
    expect(concerns({ batchId: '9' }, { kind: 'batch', batchId: '8' })).toBe(false);
    expect(concerns({}, run)).toBe(true);
    expect(concerns({ runId: '8' }, { kind: 'everything' })).toBe(true);
  });
});

describe('the hub', () => {
  test('listens once for many subscribers and stops telling one who left', async () => {
    const database = listener();
    const hub = createChangeHub(database.listen);
    const first: Change[] = [];
    const second: Change[] = [];
    const leave = await hub.subscribe((change) => first.push(change));
    await hub.subscribe((change) => second.push(change));
    database.notify('fleet');
    leave();
    database.notify('fleet');
    expect([database.connections(), first.length, second.length]).toEqual([1, 1, 2]);
    await hub.close();
    expect(database.closed()).toBe(1);
  });

  test('tries again at the next subscriber when the database was away', async () => {
    let away = true;
    const hub = createChangeHub(async () => {
      if (away) throw new Error('away');
      return { close: async () => {} };
    });
    await expect(hub.subscribe(() => {})).rejects.toThrow('away');
    away = false;
    await expect(hub.subscribe(() => {})).resolves.toBeTypeOf('function');
  });
});

describe('an event stream', () => {
  test('sends a change once however often it is noticed within a moment', async () => {
    const { database, read, response } = await open();
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(await read()).toContain(': connected');
    database.notify(`tenant ${tenantA}`);
    database.notify(`tenant ${tenantA}`);
    await vi.advanceTimersByTimeAsync(100);
    expect(await read()).toBe(`data: {"kind":"tenant","tenantId":"${tenantA}"}\n\n`);
  });

  test('sends only what its reader may hear', async () => {
    const { database, read } = await open({ wants: (change) => 'tenantId' in change && change.tenantId === tenantA });
    await read();
    database.notify(`tenant ${tenantB}`);
    database.notify(`tenant ${tenantA}`);
    await vi.advanceTimersByTimeAsync(100);
    expect(await read()).not.toContain(tenantB);
  });

  test('keeps little for a reader who does not read, and tells it to read everything anew', async () => {
    const { database, read } = await open();
    for (let number = 0; number < 20_000; number++) {
      database.notify(`run ${number} ${tenantA}`);
      if (number % 1000 === 0) await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(100);
    await read();
    const kept = (await read()) ?? '';
    expect(kept).toContain('{"kind":"everything"}');
    expect(kept.split('\n\n').length).toBeLessThanOrEqual(502);
  });

  test('sends a comment every fifteen seconds', async () => {
    const { read } = await open();
    await read();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await read()).toMatch(/^:/);
  });

  test('ends within ten seconds after its session is gone', async () => {
    let allowed = true;
    const { read } = await open({ allowed: async () => allowed });
    await read();
    allowed = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await read(), 'an EventSource would come again if it did not know').toBe('event: ended\ndata: {}\n\n');
    expect(await read()).toBeNull();
    expect(openStreams().size).toBe(0);
  });

  test('ends when nobody can say whether the session is still there', async () => {
    const { read } = await open({ allowed: () => Promise.reject(new Error('database away')) });
    await read();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await read()).toBeNull();
  });

  test('ends when its reader leaves and at shutdown, and leaves no timer behind', async () => {
    const left = await open();
    await left.read();
    left.leaving.abort();
    expect(await left.read()).toBeNull();
    const open2 = await open();
    await open2.read();
    for (const end of [...openStreams()]) end();
    expect(await open2.read()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });
});
