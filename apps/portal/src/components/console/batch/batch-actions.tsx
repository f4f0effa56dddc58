import type { BatchDetail } from '@tenantry/domain';
import { ActionButton } from '../action-button.tsx';
import { ConfirmButton } from '../confirm-button.tsx';
import { counted } from '../figures.ts';
import { PauseButton } from '../pause-button.tsx';

/** What can be done with a batch as it stands. */
export function BatchActions({ batch, denied }: { batch: BatchDetail; denied: string | null }) {
  const { id: batchId, state, counts, total, done } = batch;
  const left = total - done;
  const body = { batchId };
  const under = state === 'running' || state === 'paused';
  return (
    <>
      {counts.failed > 0 && (
        <ConfirmButton
          variant={under ? 'default' : 'filled'}
          action="retry-batch"
          body={body}
          done="The failed runs are queued again."
          title={`Retry ${counted(counts.failed, 'failed run')}?`}
          says="Each is queued again and goes on from the checkpoint it kept, so nothing that was read is read twice. A run whose reason to fail is still there fails again."
          confirm={`Retry ${counted(counts.failed, 'run')}`}
          denied={denied}
        >
          Retry {counted(counts.failed, 'failed run')}
        </ConfirmButton>
      )}
      {state === 'running' && (
        <PauseButton
          variant="default"
          action="pause-batch"
          body={body}
          done="The batch is paused."
          title="Pause this batch?"
          says="No further run begins. Those under way finish the page they are at and then wait, keeping what they have read. Other batches go on."
          denied={denied}
        >
          Pause
        </PauseButton>
      )}
      {state === 'paused' && (
        <ActionButton action="resume-batch" body={body} done="The batch goes on." denied={denied}>
          Resume
        </ActionButton>
      )}
      {under && (
        <ConfirmButton
          variant="default"
          color="red"
          action="cancel-batch"
          body={body}
          done="The batch is cancelled."
          title="Cancel this batch?"
          says={`${counted(left, 'run')} not ended yet will end as cancelled: those that wait at once, those under way within a page. What they have written stays. Runs that have ended are not touched. This cannot be taken back.`}
          confirm={`Cancel ${counted(left, 'run')}`}
          denied={denied}
        >
          Cancel the batch
        </ConfirmButton>
      )}
    </>
  );
}
