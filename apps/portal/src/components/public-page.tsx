import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { services } from '../server/services.ts';
import { Brand } from './brand.tsx';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import { LanguageMenu } from './language-menu.tsx';
import classes from './public-page.module.css';

/** The frame of every page outside the console: whose product this is, one column, and where to turn to. */
export async function PublicPage({
  children,
  languages = true,
}: {
  children: ReactNode;
  languages?: boolean;
}): Promise<ReactNode> {
  const t = await getTranslations('page');
  const { SUPPORT_URL, PRIVACY_URL, TERMS_URL } = services().settings;
  const links = [
    [t('support'), SUPPORT_URL],
    [t('privacy'), PRIVACY_URL],
    [t('terms'), TERMS_URL],
  ].filter((link): link is [string, string] => link[1] !== undefined);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Brand />
        <ColorSchemeToggle />
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      {(languages || links.length > 0) && (
        <footer className={classes.footer}>
          {languages && <LanguageMenu label={t('language')} />}
          {links.length > 0 && (
            <nav aria-label={t('footer')} className={classes.links}>
              {links.map(([name, address]) => (
                <a key={name} href={address} rel="noreferrer">
                  {name}
                </a>
              ))}
            </nav>
          )}
        </footer>
      )}
    </div>
  );
}
