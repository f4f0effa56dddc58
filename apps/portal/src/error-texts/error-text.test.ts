import { errorDomains, explanationKeys } from '@tenantry/domain';
import { expect, test } from 'vitest';
import messages from '../../messages/en.json' with { type: 'json' };
import { errorText } from './error-text.ts';

test('every explanation of the catalogue has its three texts', () => {
  const texts = messages.errors as Record<string, Record<string, string>>;
  for (const key of explanationKeys) {
    for (const part of ['what', 'who', 'todo']) expect(texts[key]?.[part], `errors.${key}.${part}`).toBeTruthy();
  }
});

test('a code is explained by what happened, who must act and what to do', () => {
  const text = errorText('AADSTS7000222');
  expect(text.domain).toBe('our-credential');
  for (const part of [text.what, text.who, text.todo]) expect(part).toMatch(/\S \S/);
});

test('a code nobody has seen before is still explained', () => {
  const text = errorText('AADSTS99999999');
  expect(errorDomains).toContain(text.domain);
  expect(text.what).not.toContain('unknown.what');
});
