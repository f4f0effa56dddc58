import { endedRunStates, type RunDetail } from '@tenantry/domain';
import { ConfirmButton } from '../confirm-button.tsx';

/** What can be done with a run as it stands: stop it, or have it tried again. A proof of a connection is tried again by itself. */
export function RunActions({ run, denied }: { run: RunDetail; denied: string | null }) {
  const { id: runId, state, job, cancelAt } = run;
  const ended = (endedRunStates as readonly string[]).includes(state);
  const again = (state === 'failed' || state === 'partial') && job !== 'verify-connection';
  return (
    <>
      {again && (
        <ConfirmButton
          action="retry-run"
          body={{ runId }}
          done="The run is queued again."
          title="Retry this run?"
          says={
            state === 'failed'
              ? 'It is queued again and goes on from its checkpoint: what it has read and written stays, and nothing is read twice.'
              : 'It ended and could not do all of it, so it begins anew and replaces what it found.'
          }
          confirm="Retry it"
          denied={denied}
        >
          Retry
        </ConfirmButton>
      )}
      {!ended && cancelAt === null && (
        <ConfirmButton
          variant="default"
          color="red"
          action="cancel-run"
          body={{ runId }}
          done="The run is cancelled."
          title="Cancel this run?"
          says={
            state === 'running'
              ? 'It writes no further page and ends as cancelled. What it has written stays. A cancelled run cannot be retried; start a new one instead.'
              : 'It ends as cancelled at once. What it has written stays. A cancelled run cannot be retried; start a new one instead.'
          }
          confirm="Cancel it"
          denied={denied}
        >
          Cancel
        </ConfirmButton>
      )}
    </>
  );
}
