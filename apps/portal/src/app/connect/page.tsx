import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { tenantId as tenantIdSchema } from '../../server/connect-form.ts';
import { services } from '../../server/services.ts';
import { Introduction } from './parts/introduction.tsx';
import { Actions, Panel } from './parts/panel.tsx';
import { SignInForm } from './parts/sign-in-form.tsx';

type Query = Promise<{ tenant?: string | string[] }>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connect.intro'))('meta') };
}

/** Where anybody may connect: the first page. Elsewhere: that a link is needed, and the way to a connection that exists. */
export default async function ConnectPage({ searchParams }: { searchParams: Query }): Promise<ReactNode> {
  const { settings } = services();
  const tenantId = tenantIdSchema.safeParse((await searchParams).tenant).data ?? null;
  if (settings.CONNECT === 'open') return <Introduction invitation={null} tenantId={tenantId} />;

  const t = await getTranslations('connect');
  const brand = settings.BRAND_NAME;
  return (
    // A link that names a tenant is sent to customers who are known already: they come to see their state or to approve again.
    <Panel main title={t(tenantId === null ? 'closed.title' : 'signIn.title')}>
      {tenantId === null ? (
        <>
          <p>{t('closed.text', { brand })}</p>
          <p>{t('closed.known')}</p>
        </>
      ) : (
        <p>{t('signIn.text')}</p>
      )}
      <Actions>
        <SignInForm label={t('signIn.button')} to="status" tenant={tenantId} />
      </Actions>
    </Panel>
  );
}
