import { type Pause, readActorNames } from '@tenantry/domain';
import { services } from '../../server/services.ts';
import type { OperatorSession } from '../../server/session.ts';
import { ActionButton } from './action-button.tsx';
import { deniedFor } from './denied.ts';
import { PauseBanner } from './pause-banner.tsx';

/** Stands on every page while all tenants are paused. */
export async function FleetPauseBanner({ pause, session }: { pause: Pause; session: OperatorSession }) {
  const names = await readActorNames(services().db, [pause.by]);
  return (
    <PauseBanner what="All tenants are paused: no run begins or goes on." pause={pause} names={names}>
      <ActionButton
        size="xs"
        action="resume-fleet"
        body={{}}
        done="The tenants’ runs go on."
        ask="Really resume all?"
        denied={deniedFor(session, 'Admin')}
      >
        Resume all tenants
      </ActionButton>
    </PauseBanner>
  );
}
