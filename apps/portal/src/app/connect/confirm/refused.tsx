import { Anchor } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { ConnectionView, ConsentRefusal } from '@tenantry/domain';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { visibleText } from '../../../components/visible-text.ts';
import { services } from '../../../server/services.ts';
import type { TenantAdminSession } from '../../../server/session.ts';
import { Forward, forwardLink } from '../parts/forward.tsx';
import { Actions, Panel } from '../parts/panel.tsx';
import { SignInForm } from '../parts/sign-in-form.tsx';

/** Why this person cannot go on. Whoever lacks the role gets a link for somebody who has it, pinned to their tenant. */
export function Refused(props: { session: TenantAdminSession; refusal: ConsentRefusal; view: ConnectionView | null }): ReactNode {
  const { session, refusal, view } = props;
  const t = useTranslations('connect');
  const brand = services().settings.BRAND_NAME;
  const lacksRole = refusal === 'not-admin';
  return (
    <>
      <Panel main tone="attention" icon={<IconLock size={20} />} title={t(`confirm.refused.${refusal}.title`)}>
        <p>{t(`confirm.refused.${refusal}.text`, { brand, name: visibleText(session.username) })}</p>
        {lacksRole && <p>{t('confirm.activate')}</p>}
        <Actions>
          {lacksRole && (
            <SignInForm label={t('confirm.activated')} invitation={session.invitationCode} tenant={session.tenantId} quiet />
          )}
          {view !== null && <Anchor href="/connect/status">{t('confirm.status')}</Anchor>}
        </Actions>
      </Panel>
      {lacksRole && <Forward open link={forwardLink({ invitation: session.invitationCode, tenantId: session.tenantId })} />}
    </>
  );
}
