import '@fontsource-variable/inter';
import '@mantine/core/styles.layer.css';
import '../theme/global.css';

import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { services } from '../server/services.ts';
import { ThemeProvider } from '../theme/theme-provider.tsx';

export async function generateMetadata(): Promise<Metadata> {
  await headers();
  const { BRAND_NAME } = services().settings;
  return { title: { default: BRAND_NAME, template: `%s · ${BRAND_NAME}` }, robots: { index: false, follow: false } };
}

export const viewport: Viewport = { colorScheme: 'light dark' };

/** Every page: language, nonce and theme. Client components get the messages of the `client` namespace alone; the console adds its own. */
export default async function RootLayout({ children }: { children: ReactNode }): Promise<ReactNode> {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const t = await getTranslations('page');
  const { client } = await getMessages();
  return (
    <html lang={await getLocale()} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" />
      </head>
      <body>
        <a className="skip-link" href="#main">
          {t('skip')}
        </a>
        <ThemeProvider nonce={nonce}>
          <NextIntlClientProvider messages={{ client }}>{children}</NextIntlClientProvider>
        </ThemeProvider>
      </body>
    </html>
  );
}
