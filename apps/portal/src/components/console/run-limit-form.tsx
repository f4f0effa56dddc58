'use client';

import { Button, NumberInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { DeniedButton } from './links.tsx';
import classes from './setting-form.module.css';
import { useConsoleAction } from './use-console-action.ts';

const mostAtOnce = 20;

/** How many runs may be at work at once, of a tenant or of a job in one tenant. */
export function RunLimitForm(props: {
  action: string;
  body: object;
  runLimit: number;
  label: string;
  description: string;
  denied: string | null;
}) {
  const { action, body, runLimit, label, description, denied } = props;
  const [limit, setLimit] = useState<number | string>(runLimit);
  const [error, setError] = useState<string | undefined>();
  const { busy, act } = useConsoleAction(action);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const outcome = await act({ ...body, runLimit: limit }, 'The limit is saved.');
    setError(outcome.ok ? undefined : outcome.fields.runLimit);
  }

  return (
    <form onSubmit={save} className={classes.line} noValidate>
      <NumberInput
        label={label}
        description={description}
        min={1}
        max={mostAtOnce}
        allowDecimal={false}
        readOnly={denied !== null}
        value={limit}
        error={error}
        onChange={setLimit}
      />
      {denied === null ? (
        <Button type="submit" variant="default" loading={busy} disabled={limit === runLimit}>
          Save the limit
        </Button>
      ) : (
        <DeniedButton reason={denied} label="Save the limit" look={{ variant: 'default' }} />
      )}
    </form>
  );
}
