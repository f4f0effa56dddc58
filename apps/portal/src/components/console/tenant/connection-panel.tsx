import type { TenantDetail } from '@tenantry/domain';
import type { ReactNode } from 'react';
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
          ['Next check', nextCheck(tenant)],
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

/** Until an approval is proven its proof looks again and again; afterwards a heartbeat does. */
function nextCheck({ state, proof, heartbeatDueAt }: TenantDetail): ReactNode {
  const proving = state === 'settling' || state === 'not_granted';
  if (!proving || proof === null) return heartbeatDueAt === null ? 'None planned' : <Instant at={heartbeatDueAt} relative />;
  const { nextTryAt } = proof;
  return nextTryAt === null || nextTryAt <= new Date() ? 'Under way' : <Instant at={nextTryAt} relative soon="In a moment" />;
}

function directorySize({ userCount, groupCount, membershipCount }: TenantDetail): string {
  if (userCount === null) return 'Not read yet';
  return [counted(userCount, 'user'), counted(groupCount ?? 0, 'group'), counted(membershipCount ?? 0, 'membership')].join(', ');
}
