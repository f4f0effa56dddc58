'use client';

import { Radio } from '@mantine/core';
import { Panel } from '../panel.tsx';
import { JobFieldInput } from './job-field-input.tsx';
import type { JobField } from './job-fields.ts';
import classes from './start-job-form.module.css';

/** A job as a form needs it. */
export interface StartableJob {
  name: string;
  title: string;
  summary: string;
  fields: JobField[];
}

/** Which job, and its parameters. */
export function JobChoice(props: {
  jobs: StartableJob[];
  name: string;
  values: Record<string, unknown>;
  errors: Record<string, string>;
  onName: (name: string) => void;
  onValues: (values: Record<string, unknown>) => void;
}) {
  const { jobs, name, values, errors, onName, onValues } = props;
  const fields = jobs.find((job) => job.name === name)?.fields ?? [];
  return (
    <Panel title="Job">
      <Radio.Group value={name} onChange={onName} error={errors.job} aria-label="Job">
        <div className={classes.jobs}>
          {jobs.map((job) => (
            <Radio key={job.name} value={job.name} label={job.title} description={job.summary} />
          ))}
        </div>
      </Radio.Group>
      {fields.length > 0 && (
        <div className={classes.fields}>
          {fields.map((field) => (
            <JobFieldInput
              key={`${name} ${field.name}`}
              field={field}
              value={values[field.name] ?? field.initial}
              error={errorOf(field.name, errors)}
              onChange={(value) => onValues({ ...values, [field.name]: value })}
            />
          ))}
        </div>
      )}
    </Panel>
  );
}

/** The refusal of a parameter, or of something inside it such as one word of a list. */
function errorOf(field: string, errors: Record<string, string>): string | undefined {
  const path = `params.${field}`;
  return Object.entries(errors).find(([name]) => name === path || name.startsWith(`${path}.`))?.[1];
}

/** What was filled in for a job; a field left empty is left out, so that the schema's default holds. */
export function paramsOf(fields: JobField[], values: Record<string, unknown>): Record<string, unknown> {
  const entries = fields.map(({ name, initial }) => [name, values[name] ?? initial] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== '' && value !== null));
}
