'use client';

import { Alert, Button, Radio, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { askConsole } from '../ask-console.ts';
import { counted } from '../figures.ts';
import { Panel } from '../panel.tsx';
import { JobFieldInput } from './job-field-input.tsx';
import type { JobField } from './job-fields.ts';
import classes from './start-job-form.module.css';
import { type ChosenTenant, TenantChoice } from './tenant-choice.tsx';

/** A job as the form needs it. */
export interface StartableJob {
  name: string;
  title: string;
  summary: string;
  fields: JobField[];
}

interface Started {
  batchId: string | null;
  runIds: string[];
  skipped: { tenantId: string; reason: string }[];
}

/** Starts a job. What was filled in stays when it is refused, and each refusal stands at its field. */
export function StartJobForm(props: { jobs: StartableJob[]; job: string; tenants: ChosenTenant[] | 'all'; connected: number }) {
  const router = useRouter();
  const [jobName, setJobName] = useState(props.job);
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [tenants, setTenants] = useState(props.tenants);
  const [label, setLabel] = useState('');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const job = props.jobs.find(({ name }) => name === jobName);
  const many = tenants === 'all' || tenants.length > 1;

  async function start(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setErrors({});
    setRefusal(null);
    const outcome = await askConsole<Started>('start-runs', {
      job: jobName,
      params: paramsOf(job?.fields ?? [], values),
      tenantIds: tenants === 'all' ? 'all' : tenants.map(({ tenantId }) => tenantId),
      ...(many && label !== '' && { label }),
    });
    setBusy(false);
    if (!outcome.ok) {
      setErrors(outcome.fields);
      return setRefusal(outcome.detail);
    }
    const { batchId, runIds, skipped } = outcome.answer;
    if (skipped.length > 0) {
      notifications.show({
        color: 'yellow',
        message: `${counted(skipped.length, 'tenant')} left out: the connection cannot work now.`,
      });
    }
    if (batchId !== null) router.push(`/console/runs?batch=${batchId}`);
    else if (runIds[0] !== undefined) router.push(`/console/runs/${runIds[0]}`);
    else setRefusal('Nothing was started: none of these tenants has a connection that works now.');
  }

  return (
    <form onSubmit={start} className={classes.form} noValidate>
      {refusal !== null && (
        <Alert color="red" title="Not started" role="alert">
          {refusal}
        </Alert>
      )}
      <Panel title="Job">
        <Radio.Group value={jobName} onChange={setJobName} error={errors.job} aria-label="Job">
          <div className={classes.jobs}>
            {props.jobs.map(({ name, title, summary }) => (
              <Radio key={name} value={name} label={title} description={summary} />
            ))}
          </div>
        </Radio.Group>
        {job !== undefined && job.fields.length > 0 && (
          <div className={classes.fields}>
            {job.fields.map((field) => (
              <JobFieldInput
                key={`${jobName} ${field.name}`}
                field={field}
                value={values[field.name] ?? field.initial}
                error={errors[`params.${field.name}`]}
                onChange={(value) => setValues({ ...values, [field.name]: value })}
              />
            ))}
          </div>
        )}
      </Panel>
      <Panel title="For whom">
        <TenantChoice chosen={tenants} connected={props.connected} error={errors.tenantIds} onChange={setTenants} />
        {many && (
          <TextInput
            mt="md"
            label="Name of the batch"
            description="So that you find these runs again. Optional."
            value={label}
            maxLength={120}
            error={errors.label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
        )}
      </Panel>
      <div>
        <Button type="submit" loading={busy} disabled={job === undefined || (tenants !== 'all' && tenants.length === 0)}>
          {startText(tenants)}
        </Button>
      </div>
    </form>
  );
}

function startText(tenants: ChosenTenant[] | 'all'): string {
  if (tenants === 'all') return 'Start for all tenants';
  return tenants.length === 0 ? 'Start' : `Start for ${counted(tenants.length, 'tenant')}`;
}

/** What was filled in; a field left empty is left out, so that the schema's default holds. */
function paramsOf(fields: JobField[], values: Record<string, unknown>): Record<string, unknown> {
  const entries = fields.map(({ name, initial }) => [name, values[name] ?? initial] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== '' && value !== null));
}
