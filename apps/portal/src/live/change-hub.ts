import type { Database } from '@tenantry/db';
import { type Change, readChange } from './change.ts';

/** Hands the notices of one database listener on to everybody in this process who wants them. */
export interface ChangeHub {
  /** Calls `onChange` for every change until the returned function is called. @throws DatabaseError when nobody can be listened to */
  subscribe(onChange: (change: Change) => void): Promise<() => void>;
  close(): Promise<void>;
}

/** Listens from the first subscriber on, over one connection however many subscribers there are. */
export function createChangeHub(listen: Database['listen']): ChangeHub {
  const subscribers = new Set<(change: Change) => void>();
  let listening: ReturnType<Database['listen']> | null = null;

  function tell(payload: string): void {
    const change = readChange(payload);
    if (change === null) return;
    for (const subscriber of subscribers) subscriber(change);
  }

  return {
    async subscribe(onChange) {
      listening ??= listen(tell);
      try {
        await listening;
      } catch (error) {
        listening = null;
        throw error;
      }
      subscribers.add(onChange);
      return () => subscribers.delete(onChange);
    },
    async close() {
      subscribers.clear();
      const listener = await listening?.catch(() => null);
      listening = null;
      await listener?.close();
    },
  };
}
