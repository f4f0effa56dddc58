const slot = Symbol.for('tenantry.portal.openStreams');

/**
 * The event streams that are open in this process, as functions that end them.
 *
 * On globalThis, because Next gives instrumentation and routes module graphs of their own.
 */
export function openStreams(): Set<() => void> {
  const home = globalThis as { [slot]?: Set<() => void> };
  home[slot] ??= new Set();
  return home[slot];
}

/** Ends every open event stream: `next start` would otherwise wait for them for ever after SIGTERM. */
export function endOpenStreams(): void {
  for (const end of openStreams()) end();
  openStreams().clear();
}
