import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { readFailure } from '../../../../server/failed-sign-in.ts';
import { signInPath } from '../../../../server/route-names.ts';
import { Actions, Facts, Panel } from '../../../connect/parts/panel.tsx';

export const metadata: Metadata = { title: 'Sign-in failed' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** An operator's sign-in that did not work out: why, and the way to try again. */
export default async function OperatorFailedPage({ searchParams }: Props): Promise<ReactNode> {
  const { problem, aadsts, correlationId } = readFailure(await searchParams);
  const t = await getTranslations();
  // What is said of an account of another organisation differs: here it is the operators' own tenant that is meant.
  const texts = problem === 'wrong-tenant' ? 'operator.failed' : `connect.failed.${problem}`;
  return (
    <Panel main tone="attention" icon={<IconAlertTriangle size={20} />} title={t(`${texts}.title`)}>
      <p>{t(`${texts}.text`)}</p>
      <Facts
        of={[
          [t('connect.explanation.code'), aadsts === null ? null : <code key="code">AADSTS{aadsts}</code>],
          [t('connect.explanation.correlation'), correlationId === null ? null : <code key="correlation">{correlationId}</code>],
        ]}
      />
      <Actions>
        <Button component="a" href={signInPath({ to: 'overview' })}>
          {t('connect.failed.again')}
        </Button>
      </Actions>
    </Panel>
  );
}
