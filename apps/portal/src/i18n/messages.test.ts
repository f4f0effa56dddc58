import { explanationKeys, jobCatalogue, permissionManifest } from '@tenantry/domain';
import { createTranslator } from 'next-intl';
import { describe, expect, test } from 'vitest';
import { type Language, languages } from './languages.ts';
import { loadMessages } from './messages.ts';

/** Every message by its dotted key. */
function flatten(messages: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

/** Names of the ICU arguments and tags in a message, sorted. */
function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map(([, argument, tag]) => argument ?? `<${tag}>`))].sort();
}

const english = flatten(await loadMessages('en'));
const others = Object.keys(languages).filter((language) => language !== 'en') as Language[];

describe.each(others)('%s', (language) => {
  test('has the same messages as English', async () => {
    expect([...flatten(await loadMessages(language)).keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('uses the same arguments in each of them', async () => {
    const messages = flatten(await loadMessages(language));
    const differing = [...english].filter(
      ([key, text]) => String(argumentsOf(messages.get(key) ?? '')) !== String(argumentsOf(text)),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('is translated: no sentence stands there in English', async () => {
    const messages = flatten(await loadMessages(language));
    const same = [...english].filter(([key, text]) => text.split(' ').length > 3 && messages.get(key) === text);
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

test.each(Object.keys(languages) as Language[])('every message in %s is well-formed ICU', async (language) => {
  const messages = await loadMessages(language);
  const onError = (error: Error) => {
    throw error;
  };
  const t = createTranslator({ locale: language, messages, onError }) as unknown as {
    markup(key: string, values: Record<string, unknown>): string;
  };
  for (const [key, text] of flatten(messages)) {
    const values = Object.fromEntries(
      argumentsOf(text).map((name) =>
        name.startsWith('<') ? [name.slice(1, -1), (chunks: string) => chunks] : [name, `[${name}]`],
      ),
    );
    expect(t.markup(key, values), key).not.toMatch(/[{}]/);
  }
});

test('every explanation of the domain has its three texts', () => {
  const missing = explanationKeys
    .flatMap((key) => ['what', 'who', 'todo'].map((part) => `errors.${key}.${part}`))
    .filter((key) => !english.has(key));
  expect(missing).toEqual([]);
});

test('every permission of the manifest and every job has its texts', () => {
  const wanted = [
    ...permissionManifest.permissions.flatMap(({ value }) => [`permissions.${value}.title`, `permissions.${value}.why`]),
    ...Object.keys(jobCatalogue).map((job) => `jobs.${job}`),
  ];
  expect(wanted.filter((key) => !english.has(key))).toEqual([]);
});
