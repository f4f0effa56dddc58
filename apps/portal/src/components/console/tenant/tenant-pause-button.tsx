import type { TenantDetail } from '@tenantry/domain';
import { ActionButton } from '../action-button.tsx';
import { PauseButton } from '../pause-button.tsx';

/** Pauses the runs of a tenant, or lets them go on. */
export function TenantPauseButton({ tenant, denied }: { tenant: TenantDetail; denied: string | null }) {
  const body = { tenantId: tenant.tenantId };
  if (tenant.paused !== null) {
    return (
      <ActionButton variant="default" action="resume-tenant" body={body} done="The tenant’s runs go on." denied={denied}>
        Resume
      </ActionButton>
    );
  }
  return (
    <PauseButton
      variant="default"
      action="pause-tenant"
      body={body}
      done="The tenant is paused."
      title="Pause this tenant?"
      says="None of its runs begins or goes on. One under way finishes the page it is at and then waits, keeping what it has read. Its connection is still proven, and other tenants are not touched."
      denied={denied}
    >
      Pause
    </PauseButton>
  );
}
