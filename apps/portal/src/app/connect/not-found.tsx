import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Panel } from './parts/panel.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notFound'))('title') };
}

/** A link that was never made, or was mistyped. Stands inside the frame of the connect pages. */
export default async function LinkNotFound(): Promise<ReactNode> {
  const t = await getTranslations('notFound');
  return (
    <Panel main title={t('title')}>
      <p>{t('link')}</p>
    </Panel>
  );
}
