import { findInvitation, invitationStanding } from '@tenantry/domain';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { invitationCode, tenantId as tenantIdSchema } from '../../../../server/connect-form.ts';
import { addressOf } from '../../../../server/rate-limits.ts';
import { services } from '../../../../server/services.ts';
import { Introduction } from '../../parts/introduction.tsx';
import { Panel } from '../../parts/panel.tsx';

interface Props {
  params: Promise<{ code: string }>;
  searchParams: Promise<{ tenant?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('connect.intro'))('meta') };
}

/** The page an invitation link opens. `?tenant=` pins it to one tenant, for a colleague of somebody who was already here. */
export default async function InvitationPage({ params, searchParams }: Props): Promise<ReactNode> {
  const { db, rateLimits, settings } = services();
  const t = await getTranslations();
  const waitMs = await rateLimits.spend('invitation', addressOf(await headers()));
  if (waitMs > 0) {
    return (
      <Panel main tone="attention" title={t('tooManyRequests.title')}>
        <p>{t('tooManyRequests.text')}</p>
      </Panel>
    );
  }
  const code = invitationCode.safeParse((await params).code);
  const invitation = code.success ? await findInvitation(db, code.data) : null;
  if (invitation === null) notFound();

  const standing = invitationStanding(invitation, new Date());
  if (standing !== 'open') {
    return (
      <Panel main tone="attention" title={t(`connect.invitation.${standing}Title`)}>
        <p>{t(`connect.invitation.${standing}Text`, { brand: settings.BRAND_NAME })}</p>
      </Panel>
    );
  }
  const pinned = tenantIdSchema.safeParse((await searchParams).tenant).data ?? null;
  return <Introduction invitation={invitation} tenantId={invitation.namedTenantId ?? pinned} />;
}
