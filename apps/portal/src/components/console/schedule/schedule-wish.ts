import type { Cadence, ScheduleSummary } from '@tenantry/domain';
import { type SelectionWish, selectionFrom } from '../job-form/selection-wish.ts';
import { minutesIn, wholeUnits } from './cadence-words.ts';

/** When a schedule fires, as its form holds it: what was filled in under one kind stays while another is looked at. */
export interface CadenceWish {
  kind: 'cron' | 'every';
  cron: string;
  timeZone: string;
  count: number | string;
  unit: keyof typeof minutesIn;
}

/** A schedule as its form holds it. */
export interface ScheduleFormWish {
  label: string;
  job: string;
  params: Record<string, unknown>;
  selection: SelectionWish;
  cadence: CadenceWish;
  spreadMinutes: number | string;
  catchUp: ScheduleSummary['catchUp'];
  enabled: boolean;
}

/** The fields of a cadence in the form in which they are sent. */
export function cadenceFrom({ kind, cron, timeZone, count, unit }: CadenceWish): object {
  return kind === 'cron' ? { cron, timeZone } : { everyMinutes: Number(count) * minutesIn[unit] };
}

/** A cadence in the form in which its fields hold it. */
export function cadenceWishOf(cadence: Cadence): CadenceWish {
  const other = { cron: '0 3 * * *', timeZone: '', count: 1, unit: 'day' as const };
  if ('cron' in cadence) return { ...other, kind: 'cron', ...cadence };
  return { ...other, kind: 'every', ...wholeUnits(cadence.everyMinutes) };
}

/** A wish in the form in which it is sent. An empty spread leaves the choice to the product. */
export function scheduleFrom(wish: ScheduleFormWish, params: Record<string, unknown>): object {
  const { label, job, selection, cadence, spreadMinutes, catchUp, enabled } = wish;
  return {
    label,
    job,
    params,
    selection: selectionFrom(selection),
    ...cadenceFrom(cadence),
    spreadMinutes: spreadMinutes === '' ? null : Number(spreadMinutes),
    catchUp,
    enabled,
  };
}
