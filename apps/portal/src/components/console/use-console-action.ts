'use client';

import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { askConsole } from './ask-console.ts';

/** What came of an action that a button carries out. */
export type Acted = { ok: true } | { ok: false; detail: string; fields: Record<string, string> };

/**
 * Carries out one of the console's actions, says what came of it and reads the page anew. An action that can say more than `done` does so by
 * `message` in its answer.
 */
export function useConsoleAction(action: string): { busy: boolean; act(body: object, done: string): Promise<Acted> } {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    async act(body, done) {
      setBusy(true);
      const outcome = await askConsole<{ message?: string }>(action, body);
      setBusy(false);
      if (outcome.ok) notifications.show({ message: outcome.answer.message ?? done });
      else notifications.show({ color: 'red', title: 'That did not work', message: outcome.detail });
      router.refresh();
      return outcome;
    },
  };
}
