import { readActorNames } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { CopyValue } from '../../../../components/console/copy-value.tsx';
import { deniedFor } from '../../../../components/console/denied.ts';
import { ButtonLink, PageLink } from '../../../../components/console/links.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { PauseBanner } from '../../../../components/console/pause-banner.tsx';
import { SectionTabs } from '../../../../components/console/section-tabs.tsx';
import { ConnectionBadge } from '../../../../components/console/state-badges.tsx';
import { TenantPauseButton } from '../../../../components/console/tenant/tenant-pause-button.tsx';
import { VisibleName } from '../../../../components/console/visible-name.tsx';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { services } from '../../../../server/services.ts';
import { tenantOfPage } from './tenant-of-page.ts';

/** The head of a tenant's pages. It is read before anything is sent, so that an unknown tenant is answered with 404. */
export default async function TenantLayout({ params, children }: { params: Promise<{ tenantId: string }>; children: ReactNode }) {
  const { session, tenant } = await tenantOfPage(params);
  const path = `/console/tenants/${tenant.tenantId}`;
  return (
    <>
      <LiveRefresh watch={{ tenantId: tenant.tenantId }} />
      <PageLink href="/console/tenants" size="sm">
        Tenants
      </PageLink>
      <PageHeader
        title={<VisibleName>{tenant.name}</VisibleName>}
        beside={<ConnectionBadge state={tenant.state} />}
        description={<CopyValue value={tenant.tenantId} label="tenant id" />}
        actions={
          <>
            <TenantPauseButton tenant={tenant} denied={deniedFor(session)} />
            <ButtonLink href={`/console/runs/new?tenant=${tenant.tenantId}`} denied={deniedFor(session)}>
              Start a job
            </ButtonLink>
          </>
        }
      />
      {tenant.paused !== null && (
        <PauseBanner
          what="This tenant is paused: none of its runs begins or goes on."
          pause={tenant.paused}
          names={await readActorNames(services().db, [tenant.paused.by])}
        />
      )}
      <SectionTabs
        label="Sections of this tenant"
        sections={[
          { href: path, text: 'Connection' },
          { href: `${path}/users`, text: 'Users', count: tenant.userCount },
          { href: `${path}/groups`, text: 'Groups', count: tenant.groupCount },
          ...(tenant.deviceCount === null ? [] : [{ href: `${path}/devices`, text: 'Devices', count: tenant.deviceCount }]),
          { href: `${path}/runs`, text: 'Runs' },
        ]}
      />
      {children}
    </>
  );
}
