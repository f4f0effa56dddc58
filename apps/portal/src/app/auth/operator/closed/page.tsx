import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Panel } from '../../../connect/parts/panel.tsx';

export const metadata: Metadata = { title: 'Console closed' };

/** Shown in place of the console when no tenant of operators is set. */
export default async function ClosedPage(): Promise<ReactNode> {
  const t = await getTranslations('operator.closed');
  return (
    <Panel main title={t('title')}>
      <p>{t.rich('text', { code: (text) => <code>{text}</code> })}</p>
    </Panel>
  );
}
