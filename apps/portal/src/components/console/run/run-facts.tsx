import type { RunDetail } from '@tenantry/domain';
import { Instant } from '../../instant.tsx';
import { CopyValue } from '../copy-value.tsx';
import { durationText } from '../figures.ts';
import { PageLink } from '../links.tsx';
import { Facts, Panel } from '../panel.tsx';
import { tookMs } from '../run-table.tsx';
import { wordFor } from '../words.ts';
import { paramFacts } from './param-facts.ts';

/** What a run is: who began it, when, with what, and who works on it. */
export function RunFacts({ run, names }: { run: RunDetail; names: Record<string, string> }) {
  const took = tookMs(run);
  const facts: [string, React.ReactNode][] = [
    ['Run id', <CopyValue key="id" value={run.id} label="run id" />],
    ['Tenant id', <CopyValue key="tenant" value={run.tenantId} label="tenant id" />],
    ['Began by', names[run.requestedBy] ?? wordFor('trigger', run.trigger)],
    ['Created', <Instant key="created" at={run.createdAt} relative />],
    ['Started', run.startedAt === null ? 'Not yet' : <Instant key="started" at={run.startedAt} relative />],
    ['Ended', run.finishedAt === null ? 'Not yet' : <Instant key="ended" at={run.finishedAt} relative />],
    ['Took', took === null ? '–' : durationText(took)],
    ['Lane', { prompt: 'Prompt', bulk: 'Bulk', long: 'Long' }[run.lane]],
    ['Slices', `${run.slice}`],
    ['Failed attempts', `${run.attempt}`],
    ['Worker', run.claimedBy ?? 'None at the moment'],
  ];
  if (run.batchId !== null) {
    facts.push([
      'Batch',
      <PageLink key="batch" href={`/console/batches/${run.batchId}`} size="sm">
        {run.batchLabel ?? run.batchId}
      </PageLink>,
    ]);
  }
  if (run.scheduleId !== null) {
    facts.push([
      'Schedule',
      <PageLink key="schedule" href={`/console/schedules/${run.scheduleId}`} size="sm">
        Show it
      </PageLink>,
    ]);
  }
  if (run.deadlineAt !== null) facts.push(['Deadline', <Instant key="deadline" at={run.deadlineAt} relative />]);
  facts.push(...paramFacts(run.job, run.params));
  return (
    <Panel title="About this run">
      <Facts facts={facts} />
    </Panel>
  );
}
