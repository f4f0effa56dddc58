import { Alert, Anchor, Text } from '@mantine/core';
import { readConnectionView } from '@tenantry/domain';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { services } from '../../../server/services.ts';
import { tenantAdminSession } from '../../../server/session.ts';
import { Forward, forwardLink } from '../parts/forward.tsx';
import { Identity } from '../parts/identity.tsx';
import { Actions, Panel } from '../parts/panel.tsx';
import { PermissionList } from '../parts/permission-list.tsx';
import { SignInForm } from '../parts/sign-in-form.tsx';
import { Steps } from '../parts/steps.tsx';
import { ConnectionPanel } from './connection-panel.tsx';
import { LiveStatus } from './live-status.tsx';
import { RequestPanel, requestToShow } from './request-panel.tsx';

/** What a handler may say on this page, beside the state itself. Anybody can type it, so it is one of these words or nothing. */
const said = z.object({
  note: z.enum(['not-yours', 'unreadable', 'already-used']).optional().catch(undefined),
  check: z.enum(['started', 'too-soon']).optional().catch(undefined),
});

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Without JavaScript the page reads itself anew at this pace while something is on its way. */
const refreshSeconds = '10';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connect.status'))('meta') };
}

/** The state of the visitor's own organisation: true at every look, on any device, for as long as anybody wants to know. */
export default async function StatusPage({ searchParams }: Props): Promise<ReactNode> {
  const { note, check } = said.parse(await searchParams);
  const session = await tenantAdminSession();
  const t = await getTranslations('connect');
  if (session === null) {
    if (note === undefined) redirect('/connect/sign-in');
    return (
      <Panel main tone="attention" title={t(`status.note.${note}.title`)}>
        <p>{t(`status.note.${note}.text`)}</p>
        <Actions>
          <SignInForm label={t('signIn.button')} to="status" />
        </Actions>
      </Panel>
    );
  }

  const now = new Date();
  const view = await readConnectionView(services().db, { tenantId: session.tenantId });
  const request = requestToShow(view, now);
  const state = view?.state ?? null;
  const moving = state === 'settling' || state === 'unclaimed' || request?.state === 'pending';
  const mayAct = session.standing !== 'not-admin';
  const requestIsAll = state === null && request !== null;
  return (
    <>
      {state === null && <Steps now={request?.state === 'pending' ? 'approve' : 'confirm'} />}
      {state === 'settling' && <Steps now="check" />}
      <div role="status">
        {note !== undefined && (
          <Alert color="yellow" mb="md" title={t(`status.note.${note}.title`)}>
            {t(`status.note.${note}.text`)}
          </Alert>
        )}
        {check !== undefined && (
          <Alert color={check === 'started' ? 'petrol' : 'yellow'} mb="md">
            {t(`status.checked.${check}`)}
          </Alert>
        )}
      </div>
      {!requestIsAll && <ConnectionPanel session={session} view={view} now={now} />}
      {request !== null && <RequestPanel request={request} mayAct={mayAct} main={requestIsAll} />}
      {view !== null && (view.provenAt !== null || state === 'degraded') && state !== 'erased' && (
        <Panel title={t('status.permissions.title')}>
          <PermissionList missing={view.missingPermissions} />
        </Panel>
      )}
      {!mayAct && <Forward open link={forwardLink({ invitation: session.invitationCode, tenantId: session.tenantId })} />}
      <Identity session={session} />
      <Text size="sm" c="dimmed" mt="xs">
        {t('status.updates')}{' '}
        <Anchor href="/connect/status" underline="always">
          {t('status.refresh')}
        </Anchor>
      </Text>
      {moving && (
        <noscript>
          <meta httpEquiv="refresh" content={`${refreshSeconds}; url=/connect/status`} />
        </noscript>
      )}
      <LiveStatus />
    </>
  );
}
