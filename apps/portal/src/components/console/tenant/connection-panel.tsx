import type { TenantDetail } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { counted, durationText } from '../figures.ts';
import { Facts, Panel } from '../panel.tsx';
import { VisibleName } from '../visible-name.tsx';

/** How the connection came to be, and what is here of the directory. */
export function ConnectionPanel({ tenant }: { tenant: TenantDetail }) {
  const moment = (at: Date | null, never: string) => (at === null ? never : <Instant at={at} relative />);
  return (
    <Panel title="Tenant">
      <Facts
        facts={[
          [
            'Default domain',
            tenant.defaultDomain === null ? 'Not known yet' : <VisibleName key="domain">{tenant.defaultDomain}</VisibleName>,
          ],
          ['Your reference', tenant.externalRef ?? 'None'],
          ['Invitation', tenant.invitationLabel ?? 'None'],
          ['Known since', moment(tenant.createdAt, '')],
          ['Approved', moment(tenant.consentedAt, 'Never')],
          ['Last proven', moment(tenant.provenAt, 'Never')],
          ['Next check', moment(tenant.heartbeatDueAt, 'None planned')],
          [
            'Approval took',
            tenant.propagationMs === null ? 'Not measured yet' : `${durationText(tenant.propagationMs)} to spread`,
          ],
          ['Directory', directorySize(tenant)],
          ['Synced', moment(tenant.directorySyncedAt, 'Never')],
        ]}
      />
    </Panel>
  );
}

function directorySize({ userCount, groupCount, membershipCount }: TenantDetail): string {
  if (userCount === null) return 'Not read yet';
  return [counted(userCount, 'user'), counted(groupCount ?? 0, 'group'), counted(membershipCount ?? 0, 'membership')].join(', ');
}
