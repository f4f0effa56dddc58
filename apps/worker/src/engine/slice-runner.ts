import { DatabaseError } from '@tenantry/db';
import {
  type Claim,
  claimRun,
  endSlice,
  type Failure,
  LostClaim,
  type Ring,
  recordCredentialTrouble,
  requestHeartbeat,
  type SliceEnd,
  type Slip,
} from '@tenantry/domain';
import { GraphError } from '@tenantry/graph';
import type { Log } from '@tenantry/runtime';
import { classifyFailure } from './classify-failure.ts';
import { keepLease } from './lease.ts';
import { openSlice, type SliceParts } from './open-slice.ts';
import type { Job, Slice } from './slice.ts';

const second = 1000;
/** Length of a turn: long enough to be worth its claim, short enough that a giant keeps nobody waiting. */
const turnMs = 2 * second;

export interface SliceRunner {
  /** Works off one slip. Never rejects: what goes wrong is recorded on the run, or left to its lease. */
  run(slip: Slip): Promise<void>;
  /** How many slices are being worked on. */
  running(): number;
  /** From now on every slice ends with its present page. */
  drain(): void;
  /** Ends what is still waiting for an answer. */
  abort(): void;
}

export function createSliceRunner(
  parts: SliceParts & { workerId: string; jobs: Record<string, Job>; ring: Ring; log: Log },
): SliceRunner {
  const { db, now, leaseMs, log } = parts;
  const controllers = new Set<AbortController>();
  let draining = false;

  async function credentialRefused(code: string): Promise<void> {
    const first = await recordCredentialTrouble(db, { code, now: now() });
    if (first)
      log.fatal({ errorCode: code }, 'Entra refuses our own credential: every run is held until a token is issued again');
  }

  async function work(claim: Claim, controller: AbortController): Promise<SliceEnd> {
    const endsAt = performance.now() + turnMs;
    const { slice, writeLog } = openSlice(parts, claim, {
      signal: controller.signal,
      mustEnd: () => draining || controller.signal.aborted || performance.now() >= endsAt,
    });
    try {
      const job = Object.hasOwn(parts.jobs, claim.job) ? parts.jobs[claim.job] : undefined;
      if (job === undefined) throw new Error(`This worker knows no job named ${claim.job}`);
      return await job(slice, { db, tokens: parts.tokens, credentialRefused });
    } catch (error) {
      if (error instanceof LostClaim || error instanceof DatabaseError) throw error;
      // A worker that closes puts its runs down; that is nobody's failure.
      if (draining && error instanceof GraphError && error.code === 'aborted') return { kind: 'more' };
      return { kind: 'fail', failure: await afterFailure(claim, error, slice.log) };
    } finally {
      await writeLog().catch((error: unknown) => log.error({ runId: claim.runId, error }, 'log lines of a run were not written'));
    }
  }

  /** What a failure means beyond its run. */
  async function afterFailure(claim: Claim, error: unknown, tell: Slice['log']): Promise<Failure> {
    const failure = classifyFailure(error);
    const { domain, code, message, detail } = failure;
    // Not `code`: the log hides a field of that name.
    const facts = { runId: claim.runId, tenantId: claim.tenantId, job: claim.job, domain, errorCode: code, ...detail };
    tell(domain === 'throttled' ? 'warn' : 'error', message, { domain, code, ...detail });
    if (domain === 'our-bug') log.error({ ...facts, error }, 'a slice failed');
    else log.info({ ...facts, problem: message }, 'a slice failed');
    if (domain === 'our-credential') await credentialRefused(code);
    if (detail.status === 401 || detail.status === 403) await requestHeartbeat(db, claim.tenantId, now());
    return failure;
  }

  async function workOff(slip: Slip, controller: AbortController): Promise<void> {
    const claim = await claimRun(db, slip, { workerId: parts.workerId, now: now(), leaseMs });
    if (claim === null) return;
    const lease = keepLease(db, claim, { leaseMs, now, onLost: () => controller.abort() });
    try {
      const end = await work(claim, controller);
      const next = await endSlice(db, claim, end, now());
      if (next.length > 0) await parts.ring(next);
    } catch (error) {
      if (!(error instanceof LostClaim)) throw error;
      log.info({ runId: claim.runId }, 'a claim was lost, so its work was dropped');
    } finally {
      lease.stop();
    }
  }

  return {
    run: async (slip) => {
      const controller = new AbortController();
      controllers.add(controller);
      try {
        await workOff(slip, controller);
      } catch (error) {
        log.error({ runId: slip.runId, error }, 'a slice could not be ended and is left to its lease');
      } finally {
        controllers.delete(controller);
      }
    },
    running: () => controllers.size,
    drain: () => {
      draining = true;
    },
    abort: () => {
      for (const controller of controllers) controller.abort();
    },
  };
}
