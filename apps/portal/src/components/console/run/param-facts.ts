import { findJob } from '@tenantry/domain';
import type { ReactNode } from 'react';
import { wordsOf } from '../figures.ts';
import { jobFields } from '../job-form/job-fields.ts';
import { shown } from './shown-value.tsx';

/** What was asked of a run, in the words of the form in which it is asked. A parameter that the job has no more is named as it was. */
export function paramFacts(job: string, params: Record<string, unknown>): [name: string, value: ReactNode][] {
  const known = findJob(job);
  const fields = known === undefined ? [] : jobFields(known.params);
  return Object.entries(params).map(([name, value]) => [
    fields.find((field) => field.name === name)?.label ?? wordsOf(name),
    typeof value === 'boolean' ? (value ? 'Asked for' : 'Not asked for') : shown(value),
  ]);
}
