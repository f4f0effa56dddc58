import { Anchor } from '@mantine/core';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { PublicPage } from '../components/public-page.tsx';
import { Actions, Panel } from './connect/parts/panel.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notFound'))('title') };
}

/** The page of an address that names nothing. */
export default async function NotFound(): Promise<ReactNode> {
  const t = await getTranslations('notFound');
  return (
    <PublicPage>
      <Panel main title={t('title')}>
        <p>{t('text')}</p>
        <Actions>
          <Anchor href="/">{t('start')}</Anchor>
        </Actions>
      </Panel>
    </PublicPage>
  );
}
