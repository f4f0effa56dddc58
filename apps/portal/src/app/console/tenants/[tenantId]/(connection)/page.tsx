import type { Metadata } from 'next';
import { deniedFor } from '../../../../../components/console/denied.ts';
import { ConnectionPanel } from '../../../../../components/console/tenant/connection-panel.tsx';
import { ConsentLinkPanel } from '../../../../../components/console/tenant/consent-link-panel.tsx';
import { PermissionPanel } from '../../../../../components/console/tenant/permission-panel.tsx';
import { StatePanel } from '../../../../../components/console/tenant/state-panel.tsx';
import { WorkPanel } from '../../../../../components/console/tenant/work-panel.tsx';
import { visibleText } from '../../../../../components/visible-text.ts';
import { services } from '../../../../../server/services.ts';
import type { PageAddress } from '../../../page-address.ts';
import { tenantOfPage } from '../tenant-of-page.ts';
import classes from './connection.module.css';

export async function generateMetadata({ params }: PageAddress<'tenantId'>): Promise<Metadata> {
  const { tenant } = await tenantOfPage(params);
  return { title: visibleText(tenant.name) };
}

/** How a tenant is connected: its state and why, what it granted, and how it can approve again. */
export default async function ConnectionPage({ params }: PageAddress<'tenantId'>) {
  const { session, tenant } = await tenantOfPage(params);
  return (
    <div className={classes.grid}>
      <div className={classes.column}>
        <StatePanel tenant={tenant} denied={deniedFor(session)} />
        <ConnectionPanel tenant={tenant} />
        <WorkPanel tenant={tenant} denied={deniedFor(session)} />
      </div>
      <div className={classes.column}>
        <PermissionPanel tenant={tenant} />
        <ConsentLinkPanel tenantId={tenant.tenantId} publicUrl={services().settings.PUBLIC_URL} />
      </div>
    </div>
  );
}
