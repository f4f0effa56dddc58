/**
 * Why a slice is interrupted from outside, as the reason of its signal. `lost`: the claim belongs to somebody else. `cancelled`: the run is to
 * stop. `stuck`: nothing was heard of it for too long. `closing`: its worker closes and has waited long enough.
 */
export type Interruption = 'lost' | 'cancelled' | 'stuck' | 'closing';

/** The job did not end although its signal was aborted; its slice ends without it. */
class Abandoned extends Error {
  override readonly name = 'Abandoned';
}

/** The job asked for its run to begin anew. */
export class RestartRun extends Error {
  override readonly name = 'RestartRun';
}

/** Waits for the work, but after the abort of the signal no longer than `graceMs`. @throws Abandoned */
export async function unlessAbandoned<T>(work: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  const { promise: abandoned, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => reject(new Abandoned('a job did not end when it was told to')), graceMs);
  };
  if (signal.aborted) begin();
  signal.addEventListener('abort', begin);
  try {
    return await Promise.race([work, abandoned]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', begin);
  }
}
