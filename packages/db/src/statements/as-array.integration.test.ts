import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { asArray } from './as-array.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function read(values: (string | null)[]): Promise<(string | null)[]> {
  const rows = await database.database.asFleet(
    (tx) => tx.$queryRaw<{ value: string | null }[]>`select value from unnest(${asArray(values)}::text[]) as page (value)`,
  );
  return rows.map(({ value }) => value);
}

test.each<[string, (string | null)[]]>([
  ['plain words', ['a', 'Ada Lovelace', '']],
  ['nothing, and words that look like it', [null, 'null', 'NULL']],
  ['what has a meaning in an array', ['{', '}', 'a,b', '{"a"}', ' a ', "it's"]],
  ['quotes and backslashes', ['"', 'CONTOSO\\ada', '\\"', '\\\\', '\\u0000', 'C:\\new']],
  ['control characters', ['\n', '\t', '\u0001', 'a\r\nb']],
  ['other scripts', ['名前', '👩‍💻', 'é']],
  ['none at all', []],
])('%s are what they were', async (_what, values) => {
  expect(await read(values)).toEqual(values);
});

test('characters that PostgreSQL cannot store become U+FFFD', async () => {
  expect(await read(['a\0b', '\ud800', 'x\udc00y'])).toEqual(['a\ufffdb', '\ufffd', 'x\ufffdy']);
});

test('flags are flags, or unknown', async () => {
  const [row] = await database.database.asFleet(
    (tx) => tx.$queryRaw<{ values: (boolean | null)[] }[]>`select ${asArray([true, false, null])}::boolean[] as values`,
  );
  expect(row?.values).toEqual([true, false, null]);
});
