import { expect, test } from 'vitest';
import { countAs, licenceRows, sumOf } from './licence-rows.ts';

const skuId = '6FD2C87F-B296-42F0-B197-1E91E994B900';
const sku = {
  skuId,
  skuPartNumber: 'ENTERPRISEPACK',
  capabilityStatus: 'Enabled',
  consumedUnits: 12,
  prepaidUnits: { enabled: 10, warning: 5 },
};

test('units in their last days can still be assigned', () => {
  const [row] = licenceRows({ skus: [sku], noActivity: null, counts: {} });
  expect(row?.row).toMatchObject({ purchased: 15, assigned: 12, free: 3, onDisabled: 0, onInactive: 0 });
});

test('what nobody counted is unknown and not zero', () => {
  const bare = { skuId, skuPartNumber: 'X' };
  const [row] = licenceRows({ skus: [bare], noActivity: 'permission-missing', counts: {} });
  expect(row?.row).toMatchObject({ purchased: null, assigned: null, free: null, onDisabled: 0, onInactive: null });
});

test('assignments are counted by licence, however its id is written', () => {
  const counts = { [countAs(skuId.toLowerCase(), 'disabled')]: 2, [countAs(skuId, 'inactive')]: 3, 'other disabled': 4 };
  const [row] = licenceRows({ skus: [sku], noActivity: null, counts });
  expect(row?.row).toMatchObject({ onDisabled: 2, onInactive: 3 });
  expect([sumOf({ counts }, 'disabled'), sumOf({ counts }, 'inactive'), sumOf({ counts }, 'unknown')]).toEqual([6, 3, 0]);
});
