'use client';

import type { ButtonProps } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { ActionDialog } from './action-dialog.tsx';
import { useConsoleAction } from './use-console-action.ts';

/** An action that is confirmed in a dialog. `says` is what will happen; `goTo` is where the page leads afterwards, if not here. */
export function ConfirmButton(
  props: ButtonProps & {
    action: string;
    body: object;
    done: string;
    title: string;
    says: ReactNode;
    confirm: string;
    goTo?: string;
    denied: string | null;
    children: ReactNode;
  },
) {
  const { action, body, done, says, goTo, children, ...rest } = props;
  const router = useRouter();
  const { busy, act } = useConsoleAction(action);

  async function confirmed(): Promise<boolean> {
    const { ok } = await act(body, done);
    if (ok && goTo !== undefined) router.push(goTo);
    return true;
  }

  return (
    <ActionDialog {...rest} busy={busy} onConfirm={confirmed} says={typeof says === 'string' ? <p>{says}</p> : says}>
      {children}
    </ActionDialog>
  );
}
