import { Button } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { visibleText } from '../../../components/visible-text.ts';
import type { TenantAdminSession } from '../../../server/session.ts';
import classes from './identity.module.css';

/** Who is signed in here, and the way out. */
export function Identity({ session }: { session: TenantAdminSession }): ReactNode {
  const t = useTranslations('connect.confirm');
  return (
    <div className={classes.identity}>
      <span>
        {t('signedInAs')} <strong>{visibleText(session.username)}</strong>
      </span>
      <form method="post" action="/connect/sign-out">
        <Button type="submit" variant="subtle" size="compact-sm" color="gray">
          {t('signOut')}
        </Button>
      </form>
    </div>
  );
}
