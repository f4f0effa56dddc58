import { Alert, Button } from '@mantine/core';
import { IconArrowDown, IconBuilding } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { visibleText } from '../../../components/visible-text.ts';
import { services } from '../../../server/services.ts';
import type { TenantAdminSession } from '../../../server/session.ts';
import { Mark } from '../../../theme/logo.tsx';
import { Actions, Panel } from '../parts/panel.tsx';
import classes from './both-sides.module.css';

/** Names both sides of the connection, and asks to go on to Microsoft. */
export function BothSides(props: {
  session: TenantAdminSession;
  tenantName: string;
  /** Whether the name was read from the directory, and not from a username. */
  nameIsProven: boolean;
  label: string | null;
  /** Whether the tenant is connected already. */
  working: boolean;
}): ReactNode {
  const { session, nameIsProven, working } = props;
  const t = useTranslations('connect.confirm');
  const brand = services().settings.BRAND_NAME;
  const organisation = visibleText(props.tenantName);
  const label = props.label === null ? null : visibleText(props.label);
  const values = { organisation, tenantId: session.tenantId, brand, b: (text: ReactNode) => <strong>{text}</strong> };
  return (
    <Panel main title={t('title')}>
      <p>{label === null ? t.rich('sentenceOpen', values) : t.rich('sentence', { ...values, label })}</p>
      <div className={classes.sides}>
        <div className={classes.side}>
          <IconBuilding size={24} stroke={1.6} aria-hidden="true" />
          <div>
            <span>{t('yours')}</span>
            <strong>{organisation}</strong>
            <code>{session.tenantId}</code>
          </div>
        </div>
        <IconArrowDown size={18} stroke={1.6} aria-hidden="true" className={classes.arrow} />
        <div className={classes.side}>
          <Mark size={24} />
          <div>
            <span>{t('theirs')}</span>
            <strong>{label ?? brand}</strong>
            {label !== null && <span>{t('at', { brand })}</span>}
          </div>
        </div>
      </div>
      {!nameIsProven && <p className={classes.note}>{t('nameNote')}</p>}
      {working && (
        <Alert color="petrol" mt="md">
          {t('working')}
        </Alert>
      )}
      {session.standing === 'unknown' && (
        <Alert color="yellow" mt="md">
          {t('unknown', { brand })}
        </Alert>
      )}
      <p>{t('next')}</p>
      <Actions>
        <form method="post" action="/connect/consent">
          <input type="hidden" name="tenant" value={session.tenantId} />
          {session.invitationCode !== null && <input type="hidden" name="invitation" value={session.invitationCode} />}
          <Button type="submit" size="md">
            {t('continue')}
          </Button>
        </form>
      </Actions>
    </Panel>
  );
}
