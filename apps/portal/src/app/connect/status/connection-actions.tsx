import { Button } from '@mantine/core';
import type { ConnectionState } from '@tenantry/domain';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { TenantAdminSession } from '../../../server/session.ts';
import { Actions } from '../parts/panel.tsx';

/** States that a new approval, or a check of one given elsewhere, can change. */
const approvable: readonly (ConnectionState | 'none')[] = [
  'none',
  'degraded',
  'not_granted',
  'needs_consent',
  'disconnected',
  'erased',
];
const checkable: readonly (ConnectionState | 'none')[] = [...approvable, 'settling', 'active'];

/** What the visitor can do about the connection; for whoever may not approve, that somebody else can. */
export function ConnectionActions(props: {
  state: ConnectionState | 'none';
  standing: TenantAdminSession['standing'];
}): ReactNode {
  const { state, standing } = props;
  const t = useTranslations('connect.status');
  const approves = approvable.includes(state);
  const checks = checkable.includes(state) && standing === 'tenant-admin';
  if (standing === 'not-admin') return approves ? <p>{t('notAdmin')}</p> : null;
  if (!approves && !checks) return null;
  return (
    <Actions>
      {approves && (
        <Button component="a" href="/connect/confirm">
          {t(state === 'none' ? 'start' : 'again')}
        </Button>
      )}
      {checks && (
        <form method="post" action="/connect/check">
          <Button type="submit" variant="default">
            {t('check')}
          </Button>
        </form>
      )}
    </Actions>
  );
}
