import { IconMailForward } from '@tabler/icons-react';
import { listInvitations } from '@tenantry/domain';
import type { Metadata } from 'next';
import { deniedFor } from '../../../../components/console/denied.ts';
import { EmptyList } from '../../../../components/console/empty-list.tsx';
import { InvitationForm } from '../../../../components/console/invitation/invitation-form.tsx';
import { InvitationTable } from '../../../../components/console/invitation/invitation-table.tsx';
import { PageHeader } from '../../../../components/console/page-header.tsx';
import { Pager } from '../../../../components/console/pager.tsx';
import { Panel } from '../../../../components/console/panel.tsx';
import { readQuery } from '../../../../components/console/query.ts';
import { services } from '../../../../server/services.ts';
import { requireOperator } from '../../../../server/session.ts';
import { orBadPage } from '../../bad-cursor.ts';
import type { PageAddress } from '../../page-address.ts';
import classes from './invitations.module.css';

export const metadata: Metadata = { title: 'Invitations' };

const path = '/console/invitations';
const pageSize = 50;

export default async function InvitationsPage({ searchParams }: PageAddress) {
  const session = await requireOperator('Viewer', { to: 'invitations' });
  const query = await readQuery(searchParams);
  const { db, settings } = services();
  const page = await orBadPage(listInvitations(db, { after: query.after, limit: pageSize }));
  const denied = deniedFor(session);
  return (
    <>
      <PageHeader
        title="Invitations"
        description="A link lets a customer's administrator begin. It proves nothing by itself: Microsoft and the worker do that."
      />
      <div className={classes.page}>
        <Panel title="Invite a customer">
          <InvitationForm denied={denied} />
        </Panel>
        <section aria-label="Links">
          {page.items.length > 0 ? (
            <InvitationTable invitations={page.items} publicUrl={settings.PUBLIC_URL} denied={denied} />
          ) : (
            <EmptyList icon={<IconMailForward size={24} />} title="No link was made yet">
              Make one in the form, and send it to your customer.
            </EmptyList>
          )}
          <Pager path={path} query={query} next={page.next} />
        </section>
      </div>
    </>
  );
}
