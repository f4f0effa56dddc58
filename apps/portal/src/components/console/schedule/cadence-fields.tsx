'use client';

import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { FiringsPreview } from './firings-preview.tsx';
import classes from './schedule-form.module.css';
import type { CadenceWish } from './schedule-wish.ts';

const presets = [
  { cron: '0 3 * * *', words: 'Every day at 3' },
  { cron: '0 3 * * 1-5', words: 'Mondays to Fridays at 3' },
  { cron: '0 3 * * 1', words: 'Mondays at 3' },
  { cron: '0 3 1 * *', words: 'The first of each month at 3' },
];

/** When a schedule fires, with a preview of its next times. */
export function CadenceFields(props: {
  cadence: CadenceWish;
  errors: Record<string, string>;
  onChange: (cadence: CadenceWish) => void;
}) {
  const { cadence, errors, onChange } = props;
  const [problems, setProblems] = useState<Record<string, string>>({});
  const errorOf = (field: string) => errors[field] ?? problems[field];
  const change = (part: Partial<CadenceWish>) => onChange({ ...cadence, ...part });
  const takeProblems = useCallback((found: Record<string, string>) => setProblems(found), []);

  // Only the browser knows the zone of whoever fills in the form.
  useEffect(() => {
    if (cadence.timeZone === '') onChange({ ...cadence, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  }, [cadence, onChange]);

  return (
    <div className={classes.fields}>
      <SegmentedControl
        aria-label="Kind of times"
        className={classes.kinds ?? ''}
        value={cadence.kind}
        onChange={(kind) => change({ kind: kind as CadenceWish['kind'] })}
        data={[
          { value: 'cron', label: 'At times of day' },
          { value: 'every', label: 'Every so often' },
        ]}
      />
      {cadence.kind === 'cron' ? (
        <>
          <fieldset className={classes.presets} aria-label="Common times">
            {presets.map(({ cron, words }) => (
              <button key={cron} type="button" aria-pressed={cadence.cron === cron} onClick={() => change({ cron })}>
                {words}
              </button>
            ))}
          </fieldset>
          <div className={classes.pair}>
            <TextInput
              label="Cron expression"
              description="Minute, hour, day of the month, month, day of the week."
              value={cadence.cron}
              error={errorOf('cron')}
              onChange={(event) => change({ cron: event.currentTarget.value })}
            />
            <Select
              label="Time zone"
              description="Whose clocks the times are read from."
              searchable
              limit={50}
              data={timeZones()}
              value={cadence.timeZone}
              error={errorOf('timeZone')}
              onChange={(timeZone) => change({ timeZone: timeZone ?? '' })}
            />
          </div>
        </>
      ) : (
        <div className={classes.pair}>
          <NumberInput
            label="Every"
            min={1}
            allowDecimal={false}
            value={cadence.count}
            error={errorOf('everyMinutes')}
            onChange={(count) => change({ count })}
          />
          <Select
            label="Unit"
            allowDeselect={false}
            data={[
              { value: 'minute', label: 'Minutes' },
              { value: 'hour', label: 'Hours' },
              { value: 'day', label: 'Days' },
            ]}
            value={cadence.unit}
            onChange={(unit) => change({ unit: (unit ?? 'minute') as CadenceWish['unit'] })}
          />
        </div>
      )}
      <FiringsPreview cadence={cadence} onProblems={takeProblems} />
    </div>
  );
}

function timeZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}
