import type { Database } from '@tenantry/db';
import { type Claim, commitPage, type RunLogEntry, writeRunLog } from '@tenantry/domain';
import type { AppTokens } from '@tenantry/entra/tokens';
import type { Graph } from '@tenantry/graph';
import type { Slice } from './slice.ts';
import type { ThrottleGate } from './throttle-gate.ts';

/** What a slice of any job is made of. */
export interface SliceParts {
  db: Database;
  tokens: AppTokens;
  graph: Graph;
  gate: ThrottleGate;
  leaseMs: number;
  now: () => Date;
}

/**
 * Opens a claimed run for its job.
 *
 * @param options.mustEnd whether the turn is over
 * @returns the slice, and what writes its log lines that were not written yet
 */
export function openSlice(
  parts: SliceParts,
  claim: Claim,
  options: { signal: AbortSignal; mustEnd: () => boolean },
): { slice: Slice; writeLog: () => Promise<void> } {
  const { db, tokens, leaseMs, now } = parts;
  const { tenantId, tokenGeneration: generation } = claim;
  let lines: RunLogEntry[] = [];

  const graph = parts.graph.forTenant({
    getToken: async (renewal) => {
      parts.gate.check(tenantId);
      return (await tokens.get(tenantId, { generation, fresh: renewal?.fresh ?? false })).accessToken;
    },
    signal: options.signal,
  });

  const slice: Slice = {
    claim,
    tenantId,
    params: claim.params,
    checkpoint: claim.checkpoint,
    graph: parts.gate.guard(tenantId, graph),
    signal: options.signal,
    commit: (write) => commitPage(db, claim, { now: now(), leaseMs, write }),
    read: (work) => db.asTenant(tenantId, work),
    mustEnd: options.mustEnd,
    log: (level, message, detail) => {
      lines.push({ at: now(), level, message, ...(detail === undefined ? {} : { detail }) });
    },
    now,
  };
  return {
    slice,
    writeLog: async () => {
      const unwritten = lines;
      lines = [];
      await writeRunLog(db, claim, unwritten);
    },
  };
}
