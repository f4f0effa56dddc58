/** The languages of the pages a customer sees, each by its own name. The console is in English. */
export const languages = {
  en: 'English',
  pt: 'Português',
  sv: 'Svenska',
  es: 'Español',
  it: 'Italiano',
  'zh-Hant': '繁體中文',
} as const;

export type Language = keyof typeof languages;

/** Request header by which the proxy tells the pages which language it has chosen. */
export const languageHeader = 'x-tenantry-language';

export function isLanguage(text: unknown): text is Language {
  return typeof text === 'string' && Object.hasOwn(languages, text);
}

/**
 * The language of a page: the visitor's own choice, else the first of Accept-Language that we have, else English.
 *
 * A language matches when its script does too: zh-TW and zh-HK are written as zh-Hant is, zh-CN is not.
 */
export function chooseLanguage(chosen: string | undefined, acceptLanguage: string | null): Language {
  if (isLanguage(chosen)) return chosen;
  const wished = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', quality] = entry.trim().split(/;\s*q=/);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of wished) {
    const match = matching(tag);
    if (match !== undefined) return match;
  }
  return 'en';
}

function matching(tag: string): Language | undefined {
  const wished = written(tag);
  return (Object.keys(languages) as Language[]).find((language) => wished !== undefined && wished === written(language));
}

/** Language and script of a tag, such as `zh-Hant`; undefined when it is not a language tag. */
function written(tag: string): string | undefined {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return undefined;
  }
}
