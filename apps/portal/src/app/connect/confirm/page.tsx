import { mayAskForConsent, readConnectionView, workingStates } from '@tenantry/domain';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { consentWish } from '../../../server/consent-wish.ts';
import { services } from '../../../server/services.ts';
import { tenantAdminSession } from '../../../server/session.ts';
import { Identity } from '../parts/identity.tsx';
import { Actions, Panel } from '../parts/panel.tsx';
import { SignInForm } from '../parts/sign-in-form.tsx';
import { Steps } from '../parts/steps.tsx';
import { BothSides } from './both-sides.tsx';
import { Refused } from './refused.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connect.confirm'))('title') };
}

/** Between sign-in and Microsoft's consent page: which organisation is about to be connected to what, or why it cannot be. */
export default async function ConfirmPage(): Promise<ReactNode> {
  const session = await tenantAdminSession();
  if (session === null) redirect('/connect/sign-in');
  const { db } = services();
  const wish = await consentWish(session);
  const refusal = await mayAskForConsent(db, wish);
  const view = await readConnectionView(db, { tenantId: session.tenantId });
  const t = await getTranslations('connect.confirm');
  const state = view?.state ?? null;
  return (
    <>
      <Steps now="confirm" />
      {refusal === null ? (
        <BothSides
          session={session}
          tenantName={view?.tenantName ?? wish.tenantName}
          nameIsProven={Boolean(view?.provenAt)}
          label={wish.invitation?.label ?? null}
          working={state !== null && workingStates.includes(state)}
        />
      ) : (
        <Refused session={session} refusal={refusal} view={view} />
      )}
      <Panel title={t('another')}>
        <p>{t('anotherText')}</p>
        <Actions>
          <SignInForm label={t('anotherButton')} invitation={session.invitationCode} quiet />
        </Actions>
      </Panel>
      <Identity session={session} />
    </>
  );
}
