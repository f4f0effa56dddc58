import type { Language } from './languages.ts';

/** The messages of one language. */
export type Messages = typeof import('../../messages/en.json');

/** Loads the messages of one language; a test holds that all of them have the same keys. */
export async function loadMessages(language: Language): Promise<Messages> {
  const { default: messages } = (await import(`../../messages/${language}.json`)) as { default: Messages };
  return messages;
}
