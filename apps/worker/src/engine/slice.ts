import type { Database, Tx } from '@tenantry/db';
import type { Claim, Position, ResultRow, SliceEnd } from '@tenantry/domain';
import type { AppTokens } from '@tenantry/entra/tokens';
import type { TenantGraph } from '@tenantry/graph';
import type { z } from 'zod';

/** One turn of a run, as its job sees it: everything in it belongs to the run's tenant and to no other. */
export interface Slice<Checkpoint = unknown> {
  readonly claim: Claim;
  readonly tenantId: string;
  readonly params: unknown;
  /** What the last page of an earlier slice left, as the job's schema gives it; null at the beginning. */
  readonly checkpoint: Checkpoint | null;
  /** Graph with tokens of the run's tenant and of the connection's present generation, within the tenant's budget. */
  readonly graph: TenantGraph;
  /** Aborted when the claim is lost, the run cancelled or stuck, and when a closing worker has waited long enough. */
  readonly signal: AbortSignal;
  /**
   * Writes one page in one transaction: its rows, and the position they lead to. Nothing of it is written when the claim is lost.
   *
   * @throws LostClaim
   * @throws RunCancelled
   */
  commit(write: (tx: Tx) => Promise<Position>): Promise<void>;
  /** Writes rows of the run's result, in the transaction of a page. A key that was written before is replaced. */
  results(tx: Tx, rows: readonly ResultRow[]): Promise<void>;
  /** One transaction over the tenant's own rows, to look something up. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Ends the slice and begins the run anew, without its checkpoint and progress. `why` is a sentence for its timeline. */
  restart(why: string): never;
  /** Whether the turn is over and the slice should end after this page. */
  mustEnd(): boolean;
  /** A line of the run's log, for whoever watches the run: no secrets, no stack traces. */
  log(level: 'info' | 'warn' | 'error', message: string, detail?: Record<string, unknown>): void;
  now(): Date;
}

/** What jobs reach beyond their slice. */
export interface JobServices {
  db: Database;
  tokens: AppTokens;
  /** Entra refused our own credential: holds every run, and alerts once. */
  credentialRefused(code: string): Promise<void>;
}

/** What a job does, slice by slice. */
export interface Job<Checkpoint = unknown> {
  /** A stored checkpoint that does not fit restarts the run. A job of one slice that commits no page names `z.null()`. */
  checkpoint: z.ZodType<Checkpoint>;
  /** Does one slice. What it throws is classified and decides how the slice ends. */
  work(slice: Slice<Checkpoint>, services: JobServices): Promise<SliceEnd>;
}
