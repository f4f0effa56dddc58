'use client';

import { Alert, Button, NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type FormEvent, useCallback, useState } from 'react';
import { askConsole } from '../ask-console.ts';
import { JobChoice, paramsOf, type StartableJob } from '../job-form/job-choice.tsx';
import { SelectionChoice } from '../job-form/selection-choice.tsx';
import type { FleetFacts } from '../job-form/selection-wish.ts';
import { Panel } from '../panel.tsx';
import { CadenceFields } from './cadence-fields.tsx';
import classes from './schedule-form.module.css';
import { type CadenceWish, type ScheduleFormWish, scheduleFrom } from './schedule-wish.ts';

/** Makes a schedule, or changes the one of `scheduleId`. What was filled in stays when it is refused, and each refusal stands at its field. */
export function ScheduleForm(props: {
  jobs: StartableJob[];
  facts: FleetFacts;
  initial: ScheduleFormWish;
  scheduleId: string | null;
}) {
  const { jobs, facts, scheduleId } = props;
  const router = useRouter();
  const [wish, setWish] = useState(props.initial);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<ScheduleFormWish>) => setWish((before) => ({ ...before, ...part }));
  const changeCadence = useCallback((cadence: CadenceWish) => setWish((before) => ({ ...before, cadence })), []);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (wish.label.trim() === '') {
      setErrors({ label: 'Give the schedule a name.' });
      return setRefusal('Some fields need another look.');
    }
    setBusy(true);
    const fields = jobs.find(({ name }) => name === wish.job)?.fields ?? [];
    const body = scheduleFrom(wish, paramsOf(fields, wish.params));
    const outcome = await askConsole<{ scheduleId: string }>(
      scheduleId === null ? 'create-schedule' : 'update-schedule',
      scheduleId === null ? body : { ...body, scheduleId },
    );
    setBusy(false);
    if (outcome.ok) return router.push(`/console/schedules/${outcome.answer.scheduleId}`);
    setErrors(outcome.fields);
    setRefusal(outcome.detail);
  }

  return (
    <form onSubmit={save} className={classes.form} noValidate>
      {refusal !== null && (
        <Alert color="red" title="Not saved" role="alert">
          {refusal}
        </Alert>
      )}
      <Panel title="Name">
        <TextInput
          label="Name of the schedule"
          description="Its batches carry it too."
          value={wish.label}
          maxLength={120}
          withAsterisk
          error={errors.label}
          onChange={(event) => change({ label: event.currentTarget.value })}
        />
      </Panel>
      <JobChoice
        jobs={jobs}
        name={wish.job}
        values={wish.params}
        errors={errors}
        onName={(job) => change({ job, params: {} })}
        onValues={(params) => change({ params })}
      />
      <Panel title="For whom">
        <SelectionChoice wish={wish.selection} facts={facts} errors={errors} onChange={(selection) => change({ selection })} />
      </Panel>
      <Panel title="When">
        <CadenceFields cadence={wish.cadence} errors={errors} onChange={changeCadence} />
      </Panel>
      <Panel title="How">
        <div className={classes.fields}>
          <NumberInput
            label="Spread over minutes"
            description="The tenants of one firing begin within so many minutes, each always at its own place. Empty: a quarter of the time between two firings, at most 60."
            min={0}
            allowDecimal={false}
            value={wish.spreadMinutes}
            error={errors.spreadMinutes}
            onChange={(spreadMinutes) => change({ spreadMinutes })}
          />
          <Radio.Group
            label="If a firing is missed while nothing runs"
            value={wish.catchUp}
            onChange={(catchUp) => change({ catchUp: catchUp as ScheduleFormWish['catchUp'] })}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="once" label="Make up for it, once however many were missed" />
              <Radio value="skip" label="Leave it out and wait for the next" />
            </Stack>
          </Radio.Group>
        </div>
      </Panel>
      <div>
        <Button type="submit" loading={busy}>
          {scheduleId === null ? 'Make the schedule' : 'Save'}
        </Button>
      </div>
    </form>
  );
}
