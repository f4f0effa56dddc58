import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { visibleText } from '../../../components/visible-text.ts';
import { services } from '../../../server/services.ts';
import { Forward, forwardLink } from './forward.tsx';
import { Actions, Facts, Panel } from './panel.tsx';
import { PermissionList } from './permission-list.tsx';
import { SignInForm } from './sign-in-form.tsx';
import { Steps } from './steps.tsx';

/**
 * The first page, before any sign-in: what is asked and why, what Microsoft will show, and a way out for whoever may not approve.
 *
 * @param invitation the link's code and label; null where anybody may connect
 * @param tenantId the tenant that a forwarded link is pinned to, as the address claims; null when it is not
 */
export async function Introduction(props: {
  invitation: { code: string; label: string } | null;
  tenantId: string | null;
}): Promise<ReactNode> {
  const { invitation, tenantId } = props;
  const t = await getTranslations('connect.intro');
  const { BRAND_NAME: brand, ENTRA_CLIENT_ID } = services().settings;
  const code = invitation?.code ?? null;
  return (
    <>
      <Steps now="signIn" />
      <Panel main title={t('title', { brand })}>
        <p>{t('lead', { brand })}</p>
        {invitation !== null && <p>{t('for', { label: visibleText(invitation.label) })}</p>}
        {tenantId !== null && <p>{t('pinned', { tenantId })}</p>}
        <Actions>
          <SignInForm label={t('signIn')} invitation={code} tenant={tenantId} />
        </Actions>
        <p>{t('roles')}</p>
      </Panel>
      <Panel title={t('asked')}>
        <PermissionList />
      </Panel>
      <Panel title={t('twice')}>
        <ol>
          <li>{t('twiceSignIn')}</li>
          <li>{t('twiceApprove')}</li>
        </ol>
        <h3>{t('shown')}</h3>
        <Facts
          of={[
            [t('publisher'), brand],
            [t('appId'), <code key="id">{ENTRA_CLIENT_ID}</code>],
          ]}
        />
      </Panel>
      <Forward link={forwardLink({ invitation: code, tenantId })} />
    </>
  );
}
