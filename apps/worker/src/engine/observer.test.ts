import type { Claim, RunProgress, SliceEnd } from '@tenantry/domain';
import type { WorkerMeter } from '@tenantry/runtime';
import { beforeEach, expect, test } from 'vitest';
import { createObserver, type Observer } from './observer.ts';

let seen: unknown[][];
let observer: Observer;

beforeEach(() => {
  seen = [];
  const tell =
    (what: keyof WorkerMeter) =>
    ({ durationMs: _durationMs, ...facts }: { durationMs?: number }) =>
      void seen.push([what, facts]);
  const meter = {
    slice: tell('slice'),
    failure: tell('failure'),
    pages: tell('pages'),
    graphCall: tell('graphCall'),
    tokenRequest: tell('tokenRequest'),
  } as WorkerMeter;
  observer = createObserver(meter, ['directory-sync']);
});

const claimOf = (more: Partial<Claim> = {}): Claim => ({
  runId: 'r',
  tenantId: 't',
  job: 'directory-sync',
  params: {},
  checkpoint: null,
  progress: null,
  slice: 0,
  lane: 'bulk',
  attempt: 0,
  fence: 1,
  trigger: 'operator',
  createdAt: new Date(0),
  tokenGeneration: 1,
  connectionState: 'active',
  grantedPermissions: [],
  traceparent: null,
  userCount: null,
  ...more,
});
const progress = (phase: string, done: number, pages: number): RunProgress => ({
  phase,
  done,
  expected: null,
  pages,
  counts: {},
});
const failure = { domain: 'throttled', code: 'throttled', message: 'm', detail: {} } as const;

test.each<[SliceEnd, string]>([
  [{ kind: 'done', state: 'succeeded', result: {} }, 'succeeded'],
  [{ kind: 'done', state: 'partial', result: {} }, 'partial'],
  [{ kind: 'more' }, 'more'],
  [{ kind: 'wait', until: new Date(0), reason: 'budget' }, 'wait'],
  [{ kind: 'cancelled' }, 'cancelled'],
])('a slice that ends with %o counts as %s', async (end, outcome) => {
  expect(await observer.slice(claimOf(), async () => end)).toBe(end);
  expect(seen).toEqual([['slice', { job: 'directory-sync', outcome }]]);
});

test('a failed slice counts by its error domain too', async () => {
  await observer.slice(claimOf(), async () => ({ kind: 'fail', failure }));
  expect(seen).toEqual([
    ['failure', { job: 'directory-sync', domain: 'throttled' }],
    ['slice', { job: 'directory-sync', outcome: 'failed' }],
  ]);
});

test('a slice that is lost counts as lost, and its exception passes through', async () => {
  await expect(observer.slice(claimOf(), () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(seen).toEqual([['slice', { job: 'directory-sync', outcome: 'lost' }]]);
});

test('a job that this worker does not know makes no label of its own', async () => {
  await observer.slice(claimOf({ job: 'whatever-somebody-wrote' }), async () => ({ kind: 'more' }));
  expect(seen).toEqual([['slice', { job: 'unknown', outcome: 'more' }]]);
});

test('pages and rows are what came on top, going on from where the slice before ended, and from nothing after a new beginning', () => {
  const claim = claimOf({ progress: progress('users', 999, 1) });
  const reached = [
    ['users', 1998, 2],
    ['users', 2100, 3],
    ['groups', 0, 3],
    ['groups', 40, 4],
    ['groups', 10, 1],
  ] as const;
  for (const [phase, done, pages] of reached) observer.page(claim, progress(phase, done, pages));
  const told = [
    { pages: 1, rows: 999 },
    { pages: 1, rows: 102 },
    { pages: 0, rows: 0 },
    { pages: 1, rows: 40 },
    { pages: 1, rows: 10 },
  ];
  expect(seen).toEqual(told.map((facts) => ['pages', { job: 'directory-sync', ...facts }]));
});

test('what a request cost is what Graph said, else what was expected', () => {
  const call = {
    method: 'GET',
    path: '/v1.0/users',
    failure: null,
    requestId: 'q',
    clientRequestId: 'c',
    durationMs: 1,
  } as const;
  const said = { units: 5, limitPercentage: null, retryAfterMs: null, scope: null };
  observer.call({ ...call, status: 200, cost: { units: 2, writes: 0 }, throttle: said }, claimOf());
  observer.call({ ...call, status: 200, cost: { units: 2, writes: 0 }, throttle: { ...said, units: null } }, claimOf());
  expect(seen).toEqual([
    ['graphCall', { status: 200, units: 5 }],
    ['graphCall', { status: 200, units: 2 }],
  ]);
});
