'use client';

import { type ButtonProps, Radio, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ActionDialog } from './action-dialog.tsx';
import { useConsoleAction } from './use-console-action.ts';

/** Pauses something until somebody resumes it, or until a moment that the operator names in their own time zone. */
export function PauseButton(
  props: ButtonProps & {
    action: string;
    body: object;
    done: string;
    title: string;
    says: string;
    denied: string | null;
    children: ReactNode;
  },
) {
  const { action, body, done, says, children, ...rest } = props;
  const { busy, act } = useConsoleAction(action);
  const [ends, setEnds] = useState('open');
  const [until, setUntil] = useState('');
  const [error, setError] = useState<string | null>(null);

  async function confirmed(): Promise<boolean> {
    const moment = new Date(until);
    if (ends === 'until' && !(moment > new Date())) {
      setError('Give a moment in the future.');
      return false;
    }
    const outcome = await act(ends === 'until' ? { ...body, until: moment.toISOString() } : body, done);
    if (!outcome.ok) setError(outcome.fields.until ?? null);
    return outcome.ok;
  }

  return (
    <ActionDialog
      {...rest}
      busy={busy}
      onConfirm={confirmed}
      confirm="Pause"
      says={
        <>
          <p>{says}</p>
          <Radio.Group value={ends} onChange={setEnds} label="How long">
            <Stack gap="xs" mt="xs">
              <Radio value="open" label="Until somebody resumes it" />
              <Radio value="until" label="Until a moment, then it goes on by itself" />
            </Stack>
          </Radio.Group>
          {ends === 'until' && (
            <TextInput
              type="datetime-local"
              label="Goes on at"
              description="In your own time zone."
              value={until}
              error={error}
              onChange={(event) => {
                setUntil(event.currentTarget.value);
                setError(null);
              }}
            />
          )}
        </>
      }
    >
      {children}
    </ActionDialog>
  );
}
