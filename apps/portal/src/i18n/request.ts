import { headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { services } from '../server/services.ts';
import { isLanguage, languageHeader } from './languages.ts';
import { loadMessages } from './messages.ts';

/** Messages of the language that the proxy has chosen for this request; the console's own ones exist in English. */
export default getRequestConfig(async () => {
  const chosen = (await headers()).get(languageHeader);
  const locale = isLanguage(chosen) ? chosen : 'en';
  const messages = await loadMessages(locale);
  const { default: consoleMessages } = locale === 'en' ? await import('../../messages/console.en.json') : { default: {} };
  return {
    locale,
    messages: { ...messages, ...consoleMessages },
    timeZone: 'UTC',
    onError: (error) => services().log.error({ error }, 'a message is missing or malformed'),
  };
});
