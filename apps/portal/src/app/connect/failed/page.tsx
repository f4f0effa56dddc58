import { Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { invitationCode } from '../../../server/connect-form.ts';
import { readFailure } from '../../../server/failed-sign-in.ts';
import { Actions, Facts, Panel } from '../parts/panel.tsx';
import { SignInForm } from '../parts/sign-in-form.tsx';

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { problem } = readFailure(await searchParams);
  return { title: (await getTranslations('connect.failed'))(`${problem}.title`) };
}

/** A sign-in of somebody of a customer tenant that did not work out: why, and the way to try again. */
export default async function FailedPage({ searchParams }: Props): Promise<ReactNode> {
  const query = await searchParams;
  const { problem, aadsts, correlationId } = readFailure(query);
  const invitation = invitationCode.safeParse(query.invitation).data ?? null;
  const t = await getTranslations('connect');
  return (
    <Panel main tone="attention" icon={<IconAlertTriangle size={20} />} title={t(`failed.${problem}.title`)}>
      <p>{t(`failed.${problem}.text`)}</p>
      <Facts
        of={[
          [t('explanation.code'), aadsts === null ? null : <code key="code">AADSTS{aadsts}</code>],
          [t('explanation.correlation'), correlationId === null ? null : <code key="correlation">{correlationId}</code>],
        ]}
      />
      <Actions>
        {invitation === null ? (
          <SignInForm label={t('failed.again')} to="status" />
        ) : (
          <Anchor href={`/connect/i/${invitation}`}>{t('failed.again')}</Anchor>
        )}
      </Actions>
    </Panel>
  );
}
