'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { languages } from '../i18n/languages.ts';
import classes from './public-page.module.css';

/** The page in another language: plain links, which the proxy answers with a cookie and the same page. */
export function LanguageMenu({ label }: { label: string }): ReactNode {
  const current = useLocale();
  const path = usePathname();
  const query = useSearchParams();
  return (
    <nav aria-label={label}>
      <ul className={classes.languages}>
        {Object.entries(languages).map(([language, name]) => (
          <li key={language}>
            <a
              href={`${path}?${new URLSearchParams([...query.entries(), ['language', language]])}`}
              lang={language}
              hrefLang={language}
              aria-current={language === current ? 'true' : undefined}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
