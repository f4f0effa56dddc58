import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defects } from './defects.ts';

test.each(defects)('what "$name" changes still stands in the code', ({ edits }) => {
  for (const { file, find } of edits) expect(readFileSync(file, 'utf8')).toContain(find);
});
