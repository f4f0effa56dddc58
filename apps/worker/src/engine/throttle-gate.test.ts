import { GraphError, type TenantGraph } from '@tenantry/graph';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { clocksDifferMs } from './shared-clock.ts';
import { createThrottleGate } from './throttle-gate.ts';

const schema = z.unknown();

/** A graph whose calls end when the test says so. */
function heldGraph() {
  const begun: string[] = [];
  const ends: { resolve: (value: never) => void; reject: (error: unknown) => void }[] = [];
  const get: TenantGraph['get'] = (path) => {
    begun.push(path);
    const { promise, resolve, reject } = Promise.withResolvers<never>();
    ends.push({ resolve, reject });
    return promise;
  };
  return { graph: { get } as TenantGraph, begun, ends };
}

test('calls of one tenant wait for each other, those of another do not', async () => {
  const gate = createThrottleGate(() => new Date());
  const { graph, begun, ends } = heldGraph();
  const first = gate.guard('a', graph).get('/a1', schema);
  const second = gate.guard('a', graph).get('/a2', schema);
  void gate.guard('b', graph).get('/b1', schema);
  await expect.poll(() => begun).toEqual(['/a1', '/b1']);
  ends[0]?.resolve('done' as never);
  await first;
  await expect.poll(() => begun).toEqual(['/a1', '/b1', '/a2']);
  ends[2]?.resolve('done' as never);
  expect(await second).toBe('done');
});

const refused = (retryAfterMs: number | null, scope: 'tenant' | 'application' | null, status = 429) => ({
  status,
  throttle: { units: null, limitPercentage: null, retryAfterMs, scope },
});

test('a throttled call closes the gate of its tenant until the pause is over', () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const gate = createThrottleGate(() => now);
  gate.learn('a', refused(30_000, 'tenant'));
  now = new Date(now.getTime() + 20_000);
  expect(() => gate.check('a')).toThrow(
    expect.objectContaining({ code: 'throttled', retryAfterMs: 10_000 + clocksDifferMs, scope: 'tenant' }),
  );
  expect(() => gate.check('b')).not.toThrow();
  now = new Date(now.getTime() + 10_000 + clocksDifferMs);
  expect(() => gate.check('a')).not.toThrow();
});

test('a throttle of the application closes the gate of every tenant, and another failure closes none', () => {
  const gate = createThrottleGate(() => new Date());
  gate.learn('a', refused(30_000, null, 503));
  expect(() => gate.check('a')).not.toThrow();
  gate.learn('b', refused(null, 'application'));
  expect(() => gate.check('a')).toThrow(expect.objectContaining({ scope: 'application' }));
});

test('a call that fails lets the next one of its tenant begin', async () => {
  const gate = createThrottleGate(() => new Date());
  const { graph, begun, ends } = heldGraph();
  const calls = [gate.guard('a', graph).get('/a1', schema), gate.guard('a', graph).get('/a2', schema)];
  await expect.poll(() => begun).toEqual(['/a1']);
  ends[0]?.reject(new GraphError('service-unavailable', 'no'));
  await expect(calls[0]).rejects.toThrow('no');
  await expect.poll(() => begun).toEqual(['/a1', '/a2']);
});
