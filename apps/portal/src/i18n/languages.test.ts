import { expect, test } from 'vitest';
import { chooseLanguage } from './languages.ts';

test('the visitor’s own choice comes before what the browser asks for', () => {
  expect(chooseLanguage('sv', 'it')).toBe('sv');
});

test('a choice that is none of ours is passed over', () => {
  expect(chooseLanguage('../../etc/passwd', 'it')).toBe('it');
  expect(chooseLanguage('toString', null)).toBe('en');
});

test.each([
  ['pt-BR,en;q=0.8', 'pt'],
  ['de-DE,es-MX;q=0.7,en;q=0.9', 'en'],
  ['zh-TW', 'zh-Hant'],
  ['zh-HK,en;q=0.5', 'zh-Hant'],
  ['zh-CN,sv;q=0.5', 'sv'],
  ['sv;q=0,it', 'it'],
  ['fr, de', 'en'],
  ['*;;;q=x,,-', 'en'],
])('Accept-Language %s gives %s', (header, language) => {
  expect(chooseLanguage(undefined, header)).toBe(language);
});
