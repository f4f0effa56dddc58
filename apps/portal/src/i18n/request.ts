import { headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import consoleMessages from '../../messages/console.en.json';
import operatorMessages from '../../messages/operator.en.json';
import { services } from '../server/services.ts';
import { isLanguage, languageHeader } from './languages.ts';
import { loadMessages } from './messages.ts';

/** Messages of the language that the proxy has chosen for this request; those of the operators' pages exist in English alone. */
export default getRequestConfig(async () => {
  const chosen = (await headers()).get(languageHeader);
  const locale = isLanguage(chosen) ? chosen : 'en';
  const messages = await loadMessages(locale);
  return {
    locale,
    messages: locale === 'en' ? { ...messages, ...consoleMessages, ...operatorMessages } : messages,
    timeZone: 'UTC',
    onError: (error) => services().log.error({ error }, 'a message is missing or malformed'),
  };
});
