'use client';

import { Button, type ButtonProps } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { askConsole } from './ask-console.ts';
import { DeniedButton } from './links.tsx';

/** A button that carries out one action and says what came of it. `ask` has the operator press twice. */
export function ActionButton(
  props: ButtonProps & { action: string; body: object; done: string; ask?: string; denied: string | null; children: ReactNode },
) {
  const { action, body, done, ask, denied, children, ...look } = props;
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  if (denied !== null) return <DeniedButton reason={denied} label={children} look={look} />;

  async function act(): Promise<void> {
    if (ask !== undefined && !asked) return setAsked(true);
    setBusy(true);
    const outcome = await askConsole(action, body);
    setBusy(false);
    setAsked(false);
    notifications.show(outcome.ok ? { message: done } : { color: 'red', title: 'That did not work', message: outcome.detail });
    router.refresh();
  }

  return (
    <Button
      {...look}
      loading={busy}
      onClick={act}
      onBlur={() => setAsked(false)}
      {...(asked ? { color: 'red', variant: 'filled' } : {})}
    >
      {asked ? ask : children}
    </Button>
  );
}
