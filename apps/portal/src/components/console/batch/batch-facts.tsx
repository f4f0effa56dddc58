import type { BatchDetail } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { Instant } from '../../instant.tsx';
import { CopyValue } from '../copy-value.tsx';
import { durationText, figureText } from '../figures.ts';
import { Facts, Panel } from '../panel.tsx';
import { paramFacts } from '../run/param-facts.ts';
import { jobTitle } from '../run-table.tsx';
import { startedBy } from './batch-table.tsx';
import { selectionWords } from './selection-words.ts';

/** What a batch is: the job, for whom, who started it and with what. */
export function BatchFacts({ batch, names }: { batch: BatchDetail; names: Record<string, string> }) {
  const { createdAt, endedAt } = batch;
  const facts: [string, ReactNode][] = [
    ['Batch id', <CopyValue key="id" value={batch.id} label="batch id" />],
    ['Job', jobTitle(batch.job)],
    ['For', selectionWords(batch.selection)],
    ['Tenants', figureText(batch.total)],
    ['Started by', <span key="by">{startedBy(batch, names)}</span>],
    ['Started', <Instant key="started" at={createdAt} relative />],
    ['Ended', endedAt === null ? 'Not yet' : <Instant key="ended" at={endedAt} relative />],
    ...(endedAt === null ? [] : [['Took', durationText(endedAt.getTime() - createdAt.getTime())] as [string, ReactNode]]),
    ...paramFacts(batch.job, batch.params),
  ];
  return (
    <Panel title="About this batch">
      <Facts facts={facts} />
    </Panel>
  );
}
