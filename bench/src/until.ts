import { setTimeout as delay } from 'node:timers/promises';

/** Looks every 20 ms until `holds`; throws after `limitMs`. For preparing, not for measuring. */
export async function until(what: string, limitMs: number, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + limitMs; !(await holds()); await delay(20)) {
    if (performance.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain until ${what}.`);
  }
}
