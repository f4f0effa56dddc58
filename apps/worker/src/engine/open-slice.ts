import type { Database, Tx } from '@tenantry/db';
import { type Claim, commitPage, type Position, type RunLogEntry, writeResults, writeRunLog } from '@tenantry/domain';
import type { AppTokens } from '@tenantry/entra/tokens';
import type { Graph } from '@tenantry/graph';
import type { Budget } from './budget.ts';
import { RestartRun } from './interruption.ts';
import type { Observer } from './observer.ts';
import type { PageTurns } from './page-turns.ts';
import type { Slice } from './slice.ts';
import type { WatchedSlice } from './slice-watch.ts';
import type { ThrottleGate } from './throttle-gate.ts';

/** What a slice of any job is made of. */
export interface SliceParts {
  db: Database;
  tokens: AppTokens;
  graph: Graph;
  gate: ThrottleGate;
  budget: Budget;
  turns: PageTurns;
  leaseMs: number;
  now: () => Date;
  observer: Observer;
}

export interface OpenSlice {
  slice: Slice;
  /** Writes the log lines that were not written yet. */
  writeLog(): Promise<void>;
  /** Whether the database is working for the slice at this moment. */
  inDatabase(): boolean;
}

/**
 * Opens a claimed run for its job.
 *
 * @param options.checkpoint the claim's checkpoint as the job's schema gives it
 * @param options.mustEnd whether the turn is over
 */
export function openSlice(
  parts: SliceParts,
  claim: Claim,
  options: { checkpoint: unknown; watched: WatchedSlice; signal: AbortSignal; mustEnd: () => boolean },
): OpenSlice {
  const { db, gate, budget, turns, leaseMs, now, observer } = parts;
  const { watched } = options;
  const { runId, tenantId, tokenGeneration: generation } = claim;
  let lines: RunLogEntry[] = [];
  let transactions = 0;

  const graph = parts.graph.forTenant({
    getToken: async (renewal) => {
      const token = await parts.tokens.get(tenantId, { generation, fresh: renewal?.fresh ?? false });
      watched.heard();
      return token.accessToken;
    },
    admit: async (cost) => {
      gate.check(tenantId);
      await budget.admit(claim, cost, claim.job === 'verify-connection');
      // Another slice of the tenant may have been throttled while this one slept.
      gate.check(tenantId);
    },
    onCall: (call) => {
      if (call.failure !== 'aborted' && call.failure !== 'timed-out') watched.heard();
      gate.learn(tenantId, call);
      budget.learn(claim, call);
      observer.call(call, claim);
    },
    signal: options.signal,
  });

  async function inTransaction<T>(work: () => Promise<T>): Promise<T> {
    transactions += 1;
    try {
      return await work();
    } finally {
      transactions -= 1;
    }
  }

  const slice: Slice = {
    claim,
    tenantId,
    params: claim.params,
    checkpoint: options.checkpoint,
    graph: gate.guard(tenantId, graph),
    signal: options.signal,
    commit: async (write) => {
      const positions: Position[] = [];
      const noting = async (tx: Tx) => (positions[0] = await write(tx));
      await inTransaction(() => turns.write(claim, () => commitPage(db, claim, { now: now(), leaseMs, write: noting })));
      watched.worked();
      if (positions[0] !== undefined) observer.page(claim, positions[0].progress);
    },
    results: async (tx, rows) => {
      await writeResults(tx, { runId, tenantId, rows });
    },
    read: async (work) => {
      const result = await inTransaction(() => db.asTenant(tenantId, work));
      watched.heard();
      return result;
    },
    restart: (why) => {
      throw new RestartRun(why);
    },
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
    inDatabase: () => transactions > 0,
  };
}
