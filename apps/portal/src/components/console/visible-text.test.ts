import { expect, test } from 'vitest';
import { visibleParts, visibleText } from './visible-text.ts';

test('an ordinary name stays as it is, whatever its script', () => {
  for (const name of ['Contoso', 'Åsa Öberg', '陳 大文', 'אבי']) expect(visibleText(name)).toBe(name);
});

test('characters that turn the reading around or hide are shown by number', () => {
  expect(visibleText('abc\u202Etxt.exe')).toBe('abc[U+202E]txt.exe');
  expect(visibleText('a\u200Bb\u0007\u2066c')).toBe('a[U+200B]b[U+0007][U+2066]c');
});

test('half a surrogate pair is shown by number and a whole one is a character', () => {
  expect(visibleText('\uD83Dx')).toBe('[U+D83D]x');
  expect(visibleText('😀')).toBe('😀');
});

test('parts tell marks from text', () => {
  expect(visibleParts('a\u202Eb')).toEqual([
    { text: 'a', mark: false },
    { text: 'U+202E', mark: true },
    { text: 'b', mark: false },
  ]);
});
