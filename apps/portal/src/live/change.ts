/** What a notice from the database says has changed. Ids only; who hears it reads the rows anew. */
export type Change =
  | { kind: 'run'; runId: string; tenantId: string }
  | { kind: 'tenant'; tenantId: string }
  | { kind: 'batch'; batchId: string }
  | { kind: 'fleet' }
  /** Notices may have been missed: whatever is shown has to be read anew. */
  | { kind: 'everything' };

/**
 * Reads the payload of a notice on the database's channel.
 *
 * @returns null when it is none that this version knows
 */
export function readChange(payload: string): Change | null {
  const [kind, first, second] = payload.split(' ');
  if (payload === '*') return { kind: 'everything' };
  if (payload === 'fleet') return { kind: 'fleet' };
  if (kind === 'run' && first && second) return { kind: 'run', runId: first, tenantId: second };
  if (kind === 'tenant' && first) return { kind: 'tenant', tenantId: first };
  if (kind === 'batch' && first) return { kind: 'batch', batchId: first };
  return null;
}

/** What a page wants to hear of. An empty object hears of everything. */
export interface Watch {
  runId?: string;
  tenantId?: string;
  batchId?: string;
  /** Only of what holds for the whole fleet. */
  fleetOnly?: true;
}

/** Whether a page that watches `watch` has to be read anew after `change`. */
export function concerns(watch: Watch, change: Change): boolean {
  if (change.kind === 'everything' || change.kind === 'fleet') return true;
  if (watch.fleetOnly) return false;
  if (watch.runId !== undefined) return change.kind === 'run' && change.runId === watch.runId;
  // A notice of a run does not name its batch.
  if (watch.batchId !== undefined) return change.kind === 'run' || (change.kind === 'batch' && change.batchId === watch.batchId);
  if (watch.tenantId !== undefined) return change.kind !== 'batch' && change.tenantId === watch.tenantId;
  return true;
}
