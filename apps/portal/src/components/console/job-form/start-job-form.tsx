'use client';

import { Alert, Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { askConsole } from '../ask-console.ts';
import { counted } from '../figures.ts';
import { Panel } from '../panel.tsx';
import { wordFor } from '../words.ts';
import { JobChoice, paramsOf, type StartableJob } from './job-choice.tsx';
import { SelectionChoice } from './selection-choice.tsx';
import { type FleetFacts, type SelectionWish, selectionFrom, startWords, tenantsMeant } from './selection-wish.ts';
import classes from './start-job-form.module.css';

interface Started {
  batchId: string | null;
  runIds: string[];
  skipped: { counts: Record<string, number> };
}

/** Starts a job. What was filled in stays when it is refused, and each refusal stands at its field. */
export function StartJobForm(props: { jobs: StartableJob[]; job: string; wish: SelectionWish; facts: FleetFacts }) {
  const { jobs, facts } = props;
  const router = useRouter();
  const [jobName, setJobName] = useState(props.job);
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [wish, setWish] = useState(props.wish);
  const [label, setLabel] = useState('');
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const job = jobs.find(({ name }) => name === jobName);
  const batch = wish.kind !== 'tenants' || wish.tenants.length > 1;

  async function start(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setErrors({});
    setRefusal(null);
    const outcome = await askConsole<Started>('start-runs', {
      job: jobName,
      params: paramsOf(job?.fields ?? [], values),
      selection: selectionFrom(wish),
      ...(batch && label !== '' && { label }),
    });
    setBusy(false);
    if (!outcome.ok) {
      setErrors(outcome.fields);
      return setRefusal(outcome.detail);
    }
    const { batchId, runIds, skipped } = outcome.answer;
    const leftOut = leftOutWords(skipped.counts);
    if (batchId === null && runIds.length === 0) return setRefusal(`Nothing was started. ${leftOut}`);
    if (leftOut !== '') notifications.show({ color: 'yellow', message: leftOut });
    if (batchId !== null) router.push(`/console/batches/${batchId}`);
    else router.push(runIds.length === 1 ? `/console/runs/${runIds[0]}` : '/console/runs');
  }

  return (
    <form onSubmit={start} className={classes.form} noValidate>
      {refusal !== null && (
        <Alert color="red" title="Not started" role="alert">
          {refusal}
        </Alert>
      )}
      <JobChoice jobs={jobs} name={jobName} values={values} errors={errors} onName={setJobName} onValues={setValues} />
      <Panel title="For whom">
        <SelectionChoice wish={wish} facts={facts} errors={errors} onChange={setWish} />
        {batch && (
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
        <Button type="submit" loading={busy} disabled={job === undefined || tenantsMeant(wish, facts) === 0}>
          {startWords(wish, facts)}
        </Button>
      </div>
    </form>
  );
}

/** Why how many tenants were left out; nothing when none was. */
function leftOutWords(counts: Record<string, number>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return '';
  const reasons = Object.entries(counts).map(([reason, count]) => `${count} ${wordFor('skipped', reason)}`);
  return `${counted(total, 'tenant')} left out: ${reasons.join(', ')}.`;
}
