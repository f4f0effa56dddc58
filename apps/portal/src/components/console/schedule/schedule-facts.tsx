import type { ScheduleDetail } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { Instant } from '../../instant.tsx';
import { selectionWords } from '../batch/selection-words.ts';
import { CopyValue } from '../copy-value.tsx';
import { Facts, Panel } from '../panel.tsx';
import { paramFacts } from '../run/param-facts.ts';
import { jobTitle } from '../run-table.tsx';
import { VisibleName } from '../visible-name.tsx';
import { cadenceWords, intervalWords } from './cadence-words.ts';

/** What a schedule is: the job, for whom and when. */
export function ScheduleFacts({ schedule, names }: { schedule: ScheduleDetail; names: Record<string, string> }) {
  const facts: [string, ReactNode][] = [
    ['Job', jobTitle(schedule.job)],
    ['For', selectionWords(schedule.selection)],
    ['When', cadenceWords(schedule.cadence)],
    ['Spread over', schedule.spreadMinutes === 0 ? 'Nothing: all at once' : intervalWords(schedule.spreadMinutes)],
    ['When missed', schedule.catchUp === 'once' ? 'Made up for once' : 'Left out'],
    ['Last fired', schedule.firedAt === null ? 'Not yet' : <Instant key="fired" at={schedule.firedAt} relative />],
    ...paramFacts(schedule.job, schedule.params),
    ['Made by', <VisibleName key="by">{names[schedule.createdBy] ?? schedule.createdBy}</VisibleName>],
    ['Changed', <Instant key="changed" at={schedule.changedAt} relative />],
    ['Schedule id', <CopyValue key="id" value={schedule.id} label="schedule id" />],
  ];
  return (
    <Panel title="About this schedule">
      <Facts facts={facts} />
    </Panel>
  );
}
