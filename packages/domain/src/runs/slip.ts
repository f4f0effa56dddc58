/** What goes on the queue: ids and nothing else. `ring` counts the slips of a run; only the newest can claim it. */
export interface Slip {
  runId: string;
  slice: number;
  ring: number;
  lane: 'prompt' | 'bulk' | 'long';
}

/** Puts slips on the queue. Portal and worker hand it in; the domain does not know the queue. */
export type Ring = (slips: Slip[]) => Promise<void>;
