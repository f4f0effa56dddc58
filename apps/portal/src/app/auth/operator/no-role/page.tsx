import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { visibleText } from '../../../../components/visible-text.ts';
import { readOperatorPerson } from '../../../../server/session.ts';
import { Actions, Panel } from '../../../connect/parts/panel.tsx';

export const metadata: Metadata = { title: 'No access to the console' };

/** For a signed-in person whose role does not allow the page they asked for. */
export default async function NoRolePage(): Promise<ReactNode> {
  const person = await readOperatorPerson(await cookies());
  if (person === null) redirect('/signed-out');
  const t = await getTranslations('operator.noRole');
  return (
    <Panel main tone="attention" icon={<IconLock size={20} />} title={t('title')}>
      <p>{t('signedIn', { username: visibleText(person.username) })}</p>
      <p>{person.role === null ? t('none') : t('low', { role: person.role })}</p>
      <p>{t('fresh')}</p>
      <Actions>
        <form method="post" action="/auth/operator/sign-out">
          <Button type="submit">{t('signOut')}</Button>
        </form>
      </Actions>
    </Panel>
  );
}
