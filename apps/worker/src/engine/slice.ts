import type { Database, Tx } from '@tenantry/db';
import type { Claim, Position, SliceEnd } from '@tenantry/domain';
import type { AppTokens } from '@tenantry/entra/tokens';
import type { TenantGraph } from '@tenantry/graph';

/** One turn of a run, as its job sees it: everything in it belongs to the run's tenant and to no other. */
export interface Slice {
  readonly claim: Claim;
  readonly tenantId: string;
  readonly params: unknown;
  /** What the last page of an earlier slice left, unchecked; null at the beginning. */
  readonly checkpoint: unknown;
  /** Graph with tokens of the run's tenant and of the connection's present generation. */
  readonly graph: TenantGraph;
  /** Aborted when the claim is lost, and when a closing worker has waited long enough. */
  readonly signal: AbortSignal;
  /**
   * Writes one page in one transaction: its rows, and the position they lead to. Nothing of it is written when the claim is lost.
   *
   * @throws LostClaim
   */
  commit(write: (tx: Tx) => Promise<Position>): Promise<void>;
  /** One transaction over the tenant's own rows, to look something up. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
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

/** Does one slice of a job. What it throws is classified and decides how the slice ends. */
export type Job = (slice: Slice, services: JobServices) => Promise<SliceEnd>;
