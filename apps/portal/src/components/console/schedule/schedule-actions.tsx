import type { ScheduleDetail } from '@tenantry/domain';
import { ActionButton } from '../action-button.tsx';
import { ConfirmButton } from '../confirm-button.tsx';
import { ButtonLink } from '../links.tsx';

/** What can be done with a schedule. */
export function ScheduleActions({ schedule, denied }: { schedule: ScheduleDetail; denied: string | null }) {
  const { id: scheduleId, enabled } = schedule;
  return (
    <>
      <ButtonLink href={`/console/schedules/${scheduleId}/edit`} variant="default" denied={denied}>
        Change
      </ButtonLink>
      <ActionButton
        variant={enabled ? 'default' : 'filled'}
        action="enable-schedule"
        body={{ scheduleId, enabled: !enabled }}
        done={enabled ? 'The schedule is switched off.' : 'The schedule is switched on.'}
        denied={denied}
      >
        {enabled ? 'Switch off' : 'Switch on'}
      </ActionButton>
      <ConfirmButton
        variant="default"
        color="red"
        action="delete-schedule"
        body={{ scheduleId }}
        done="The schedule is deleted."
        title="Delete this schedule?"
        says="It begins no more. Its batches and runs stay, and those under way go on to their end. This cannot be taken back; to stop it for a while, switch it off."
        confirm="Delete it"
        goTo="/console/schedules"
        denied={denied}
      >
        Delete
      </ConfirmButton>
    </>
  );
}
