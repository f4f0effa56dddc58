import { Anchor } from '@mantine/core';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { PublicPage } from '../../components/public-page.tsx';
import { services } from '../../server/services.ts';
import { Actions, Panel } from '../connect/parts/panel.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signedOut'))('title') };
}

/** Where Microsoft sends a browser after sign-out, whoever it was. */
export default async function SignedOutPage(): Promise<ReactNode> {
  const t = await getTranslations('signedOut');
  return (
    <PublicPage>
      <Panel main title={t('title')}>
        <p>{t('text')}</p>
        <Actions>
          <Anchor href="/connect/sign-in">{t('state')}</Anchor>
          {services().settings.OPERATOR_TENANT_ID !== undefined && <Anchor href="/console">{t('console')}</Anchor>}
        </Actions>
      </Panel>
    </PublicPage>
  );
}
