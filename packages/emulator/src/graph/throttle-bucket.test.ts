import { describe, expect, it } from 'vitest';
import { charge, emptyBucket, quotaOf } from './throttle-bucket.ts';
import { costOf } from './throttling.ts';

const request = { cost: 1, quota: 10, windowMs: 10_000, smallestCapacity: 4, retryAfterSeconds: null };

describe('the bucket of an app and a tenant', () => {
  it('admits the quota at once, then tells when there is room for the next request', () => {
    const bucket = emptyBucket(0);
    for (let i = 0; i < 10; i += 1) expect(charge(bucket, { ...request, nowMs: 0 }).admitted).toBe(true);
    const refused = charge(bucket, { ...request, nowMs: 0 });
    expect(refused).toMatchObject({ admitted: false, tooEarly: false, retryAfterMs: 2000 });
    expect(charge(bucket, { ...request, nowMs: refused.retryAfterMs }).admitted).toBe(true);
  });

  it('admits a steady caller below the quota for ever', () => {
    const bucket = emptyBucket(0);
    for (let nowMs = 0; nowMs < 600_000; nowMs += 1000) expect(charge(bucket, { ...request, nowMs }).admitted).toBe(true);
  });

  it('refuses and counts a call before the announced wait is over, and not one exactly at its end', () => {
    const bucket = emptyBucket(0);
    const scarce = { ...request, quota: 0.5, retryAfterSeconds: 30 };
    for (let i = 0; i < 4; i += 1) charge(bucket, { ...scarce, nowMs: 0 });
    expect(charge(bucket, { ...scarce, nowMs: 0 })).toMatchObject({ admitted: false, tooEarly: false, retryAfterMs: 30_000 });
    expect(charge(bucket, { ...scarce, nowMs: 29_999 })).toMatchObject({ admitted: false, tooEarly: true, retryAfterMs: 1000 });
    expect(charge(bucket, { ...scarce, nowMs: 30_000 }).tooEarly).toBe(false);
  });

  it('lets in who waited as long as told, even where the quota would need longer', () => {
    const bucket = emptyBucket(0);
    const scarce = { ...request, quota: 0.5, retryAfterSeconds: 1 };
    for (let i = 0; i < 4; i += 1) charge(bucket, { ...scarce, nowMs: 0 });
    for (let nowMs = 0; nowMs < 20_000; nowMs += 1000) {
      expect(charge(bucket, { ...scarce, nowMs })).toMatchObject({ admitted: nowMs > 0, tooEarly: false });
      expect(charge(bucket, { ...scarce, nowMs }).admitted).toBe(false);
    }
  });

  it('tells a percentage that grows with refused calls up to 1.8', () => {
    const bucket = emptyBucket(0);
    const percentages = Array.from({ length: 30 }, () => charge(bucket, { ...request, nowMs: 0 }).percentage);
    expect(percentages[7]).toBeCloseTo(0.8);
    expect(percentages.at(-1)).toBeCloseTo(1.8);
  });

  it('lets a clock that was set back end a wait that lies in its future', () => {
    const bucket = emptyBucket(1_000_000);
    for (let i = 0; i < 11; i += 1) charge(bucket, { ...request, nowMs: 1_000_000 });
    expect(charge(bucket, { ...request, nowMs: 0 }).tooEarly).toBe(false);
  });

  it('admits the dearest request however small the quota', () => {
    expect(charge(emptyBucket(0), { ...request, cost: 3, quota: 0.01, nowMs: 0 }).admitted).toBe(true);
  });
});

it('gives small, medium and large tenants their documented quota', () => {
  expect([49, 50, 500, 501].map(quotaOf)).toEqual([3500, 5000, 5000, 8000]);
});

it.each([
  [2, {}, 2],
  [2, { $select: 'id', $top: '999' }, 1],
  [3, { $top: '19' }, 2],
  [3, { $top: '20', $expand: 'x' }, 4],
  [1, { $select: 'id', $top: '1' }, 1],
])('a request of %i units with %o costs %i', (units, query, cost) => {
  expect(costOf(units, new Map(Object.entries(query)))).toBe(cost);
});
