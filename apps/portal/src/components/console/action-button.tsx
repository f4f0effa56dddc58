'use client';

import { Button, type ButtonProps } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { DeniedButton } from './links.tsx';
import { useConsoleAction } from './use-console-action.ts';

/** A button that carries out one action and says what came of it. `ask` has the operator press twice. */
export function ActionButton(
  props: ButtonProps & { action: string; body: object; done: string; ask?: string; denied: string | null; children: ReactNode },
) {
  const { action, body, done, ask, denied, children, ...look } = props;
  const { busy, act } = useConsoleAction(action);
  const [asked, setAsked] = useState(false);
  if (denied !== null) return <DeniedButton reason={denied} label={children} look={look} />;

  async function press(): Promise<void> {
    if (ask !== undefined && !asked) return setAsked(true);
    await act(body, done);
    setAsked(false);
  }

  return (
    <Button
      {...look}
      loading={busy}
      onClick={press}
      onBlur={() => setAsked(false)}
      {...(asked ? { color: 'red', variant: 'filled' } : {})}
    >
      {asked ? ask : children}
    </Button>
  );
}
