import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Actions, Panel } from '../parts/panel.tsx';
import { SignInForm } from '../parts/sign-in-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connect.signIn'))('title') };
}

/** The way back to the state of one's organisation, later or on another device. */
export default async function SignInPage(): Promise<ReactNode> {
  const t = await getTranslations('connect.signIn');
  return (
    <Panel main title={t('title')}>
      <p>{t('text')}</p>
      <Actions>
        <SignInForm label={t('button')} to="status" />
      </Actions>
    </Panel>
  );
}
