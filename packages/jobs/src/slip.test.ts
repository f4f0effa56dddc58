import { expect, test } from 'vitest';
import { slipId, slipSchema } from './slip.ts';

const slip = { runId: '0197a3b0-0000-7000-8000-000000000001', slice: 3, ring: 7, lane: 'bulk' as const };

test('the id of a slip names run, slice and ring, without a colon, which BullMQ refuses', () => {
  expect(slipId(slip)).toBe('0197a3b0-0000-7000-8000-000000000001-3-7');
  expect(slipId(slip)).not.toContain(':');
});

test.each([
  ['no object', 'rubbish'],
  ['a run id that is not one', { ...slip, runId: "'; drop table run" }],
  ['a lane there is not', { ...slip, lane: 'express' }],
  ['a broken slice', { ...slip, slice: 1.5 }],
  ['no ring', { runId: slip.runId, slice: 1, lane: 'bulk' }],
])('a slip with %s is refused', (_what, rubbish) => {
  expect(slipSchema.safeParse(rubbish).success).toBe(false);
});
