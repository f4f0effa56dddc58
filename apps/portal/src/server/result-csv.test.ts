import type { ResultColumn } from '@tenantry/domain';
import { expect, test } from 'vitest';
import { csvLines } from './result-csv.ts';

const columns: ResultColumn[] = [
  { key: 'user', title: 'User', kind: 'text' },
  { key: 'daysLeft', title: 'Days left', kind: 'number' },
  { key: 'enabled', title: 'Enabled', kind: 'boolean' },
  { key: 'methods', title: 'Methods', kind: 'list' },
];
const bom = '\ufeff';

test('the first lines begin with the mark of UTF-8 and the titles, further ones do not', () => {
  const rows = [{ key: '1', row: { user: 'Åsa', daysLeft: 3, enabled: true, methods: ['sms', 'fido2'] } }];
  expect(csvLines(rows, columns, true)).toBe(`${bom}User,Days left,Enabled,Methods\r\nÅsa,3,yes,sms; fido2\r\n`);
  expect(csvLines(rows, columns, false)).toBe('Åsa,3,yes,sms; fido2\r\n');
});

test('without a row there are still the titles', () => {
  expect(csvLines([], columns, true)).toBe(`${bom}User,Days left,Enabled,Methods\r\n`);
});

test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '＝1'])('a cell that begins as a formula does, as in %j, is none', (user) => {
  const [cell] = csvLines([{ key: '1', row: { user } }], columns, false).split(',');
  expect(cell?.replace(/^"/, '')).toMatch(/^'/);
});

test('a number below zero is a number, and what is unknown is empty', () => {
  const rows = [{ key: '1', row: { user: 'a "quoted", name', daysLeft: -5, enabled: null } }];
  expect(csvLines(rows, columns, false)).toBe('"a ""quoted"", name",-5,,\r\n');
});
