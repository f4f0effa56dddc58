import { expect, test } from 'vitest';
import { visibleText } from './visible-text.ts';

test('ordinary names stay as they are, whatever their script', () => {
  for (const name of ['Åsa Öberg', '陳大文', 'أحمد', 'José', '👩‍💻'.replaceAll('\u200d', ''), 'O’Brien-Smith']) {
    expect(visibleText(name)).toBe(name);
  }
});

test('a character that reorders the ones after it is shown as its code point', () => {
  expect(visibleText('Anna\u202Egnp.exe')).toBe('Anna[U+202E]gnp.exe');
});

test('control and zero-width characters are shown as their code points', () => {
  expect(visibleText('a\u0000b\u200Bc\u001Bd\nf')).toBe('a[U+0000]b[U+200B]c[U+001B]d[U+000A]f');
});
