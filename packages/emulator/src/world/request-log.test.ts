import { expect, it } from 'vitest';
import { createRequestLog } from './request-log.ts';

const request = {
  kind: 'graph',
  tenantId: 'a',
  clientId: null,
  method: 'GET',
  path: '/v1.0/users',
  status: 200,
  detail: null,
} as const;

it('remembers the newest requests and counts all of them', () => {
  const log = createRequestLog(() => new Date(0));
  for (let n = 0; n < 100_010; n += 1) log.record(request);
  expect(log.counter('a', 'requests')).toBe(100_010);
  expect(log.query({ limit: 1_000_000 })).toHaveLength(100_000);
  expect(log.query({ limit: 2 }).map(({ sequence }) => sequence)).toEqual([100_009, 100_010]);
});

it('finds by tenant, kind and what came after a sequence number', () => {
  const log = createRequestLog(() => new Date(0));
  log.record(request);
  log.record({ ...request, tenantId: 'b', kind: 'token' });
  log.record({ ...request, tenantId: 'b' });
  expect(log.query({ tenantId: 'b' }).map(({ kind }) => kind)).toEqual(['token', 'graph']);
  expect(log.query({ kind: 'graph', since: 1 }).map(({ sequence }) => sequence)).toEqual([3]);
});

it('forgets everything on reset but never repeats a sequence number', () => {
  const log = createRequestLog(() => new Date(0));
  log.record(request);
  log.count('a', 'resourceUnits', 5);
  log.reset();
  expect(log.counters()).toEqual({});
  expect(log.query()).toEqual([]);
  log.record(request);
  expect(log.query().map(({ sequence }) => sequence)).toEqual([2]);
});
