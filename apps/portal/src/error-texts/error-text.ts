import { type ErrorDomain, explanationOf } from '@tenantry/domain';
import { createTranslator } from 'next-intl';
import messages from '../../messages/en.json' with { type: 'json' };

/** What a code means, in the console's language. */
export interface ErrorText {
  code: string;
  domain: ErrorDomain;
  /** What happened. */
  what: string;
  /** Who must act. */
  who: string;
  /** What they have to do. */
  todo: string;
}

const translate = createTranslator({ locale: 'en', messages: messages.errors });

type TextKey = Parameters<typeof translate>[0];

/** The explanation of a code of the error catalogue: every code has one. */
export function errorText(code: string): ErrorText {
  const { domain, key } = explanationOf(code);
  const text = (part: string) => translate(`${key}.${part}` as TextKey);
  return { code, domain, what: text('what'), who: text('who'), todo: text('todo') };
}
