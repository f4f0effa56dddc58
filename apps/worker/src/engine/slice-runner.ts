import { DatabaseError, type Tx } from '@tenantry/db';
import {
  type Claim,
  claimRun,
  clearResults,
  commitPage,
  endSlice,
  type Failure,
  LostClaim,
  type Ring,
  RunCancelled,
  recordCredentialTrouble,
  requestHeartbeat,
  type SliceEnd,
  type Slip,
} from '@tenantry/domain';
import type { Log } from '@tenantry/runtime';
import { OverBudget } from './budget.ts';
import { classifyFailure } from './classify-failure.ts';
import { type Interruption, RestartRun, unlessAbandoned } from './interruption.ts';
import { keepLease } from './lease.ts';
import { type OpenSlice, openSlice, type SliceParts } from './open-slice.ts';
import type { Job, Slice } from './slice.ts';
import type { SliceWatch } from './slice-watch.ts';

const second = 1000;
/**
 * Length of a turn: long enough to be worth its claim, short enough that a giant keeps nobody waiting. On `bulk`, where the short runs are, a long one has
 * only its first.
 */
const turnMsOf: Record<Claim['lane'], number> = { prompt: 2 * second, bulk: second, long: 2 * second };
/** How long a job has to end after its signal was aborted. */
const graceMs = 2 * second;

export interface SliceRunner {
  /** Works off one slip. Never rejects: what goes wrong is recorded on the run, or left to its lease. */
  run(slip: Slip): Promise<void>;
  /** From now on every slice ends with its present page. */
  drain(): void;
  /** Ends what is still waiting for an answer. */
  abort(): void;
}

export function createSliceRunner(
  parts: SliceParts & {
    workerId: string;
    jobs: Record<string, Job>;
    ring: Ring;
    log: Log;
    watch: SliceWatch;
    /** Whether slips are to be handed back, because this worker cannot work them off now. */
    handsBack: () => boolean;
  },
): SliceRunner {
  const { db, now, leaseMs, log, watch } = parts;
  const controllers = new Set<AbortController>();
  let draining = false;

  async function credentialRefused(code: string): Promise<void> {
    const first = await recordCredentialTrouble(db, { code, now: now() });
    if (first)
      log.fatal({ errorCode: code }, 'Entra refuses our own credential: every run is held until a token is issued again');
  }

  async function work(claim: Claim, controller: AbortController, watched: ReturnType<SliceWatch['open']>): Promise<SliceEnd> {
    const job = Object.hasOwn(parts.jobs, claim.job) ? parts.jobs[claim.job] : undefined;
    if (job === undefined)
      return { kind: 'fail', failure: classifyFailure(new Error(`This worker knows no job named ${claim.job}`)) };
    const checkpoint = claim.checkpoint === null ? null : job.checkpoint.safeParse(claim.checkpoint);
    if (checkpoint?.success === false) return { kind: 'restart', why: 'The saved position could not be read.' };
    const endsAt = performance.now() + turnMsOf[claim.lane];
    const open = openSlice(parts, claim, {
      checkpoint: checkpoint?.data ?? null,
      watched,
      signal: controller.signal,
      mustEnd: () => draining || controller.signal.aborted || performance.now() >= endsAt,
    });
    try {
      const end = await unlessAbandoned(
        job.work(open.slice, { db, tokens: parts.tokens, credentialRefused }),
        controller.signal,
        graceMs,
      );
      return controller.signal.reason === 'cancelled' && end.kind !== 'done' ? { kind: 'cancelled' } : end;
    } catch (error) {
      // Awaited here: what it throws would be nobody's while the log lines are written.
      return await endOf(error, claim, open);
    } finally {
      await open
        .writeLog()
        .catch((error: unknown) => log.error({ runId: claim.runId, error }, 'log lines of a run were not written'));
    }
  }

  /** What follows from what a slice threw. What is nobody's failure comes first. */
  async function endOf(error: unknown, claim: Claim, { slice, inDatabase }: OpenSlice): Promise<SliceEnd> {
    if (error instanceof LostClaim || error instanceof DatabaseError) throw error;
    if (error instanceof RunCancelled) return { kind: 'cancelled' };
    if (error instanceof RestartRun) return { kind: 'restart', why: error.message };
    if (error instanceof OverBudget) return { kind: 'wait', until: error.until, reason: error.reason };
    if (slice.signal.aborted) {
      switch (slice.signal.reason as Interruption) {
        case 'lost':
          throw new LostClaim(claim.runId);
        case 'cancelled':
          return { kind: 'cancelled' };
        case 'closing':
          return { kind: 'more' };
        case 'stuck':
          // Graph is not to blame for a database that hangs; the lease runs out, and somebody goes on from the last page.
          if (inDatabase()) throw new Error('a transaction did not come to its end');
          return { kind: 'fail', failure: await afterFailure(claim, error, slice.log, graphTimeout) };
      }
    }
    return { kind: 'fail', failure: await afterFailure(claim, error, slice.log, classifyFailure(error)) };
  }

  /** What a failure means beyond its run. */
  async function afterFailure(claim: Claim, error: unknown, tell: Slice['log'], failure: Failure): Promise<Failure> {
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

  /** What an earlier pass found would stand beside what the new one finds. */
  async function forgetResults(claim: Claim): Promise<void> {
    const write = async (tx: Tx) => {
      await clearResults(tx, claim.runId);
      return { checkpoint: null, progress: { phase: 'restart', done: 0, expected: null, pages: 0, counts: {} } };
    };
    await commitPage(db, claim, { now: now(), leaseMs, write }).catch((error: unknown) => {
      // A run that is to stop does so instead.
      if (!(error instanceof RunCancelled)) throw error;
    });
  }

  async function workOff(slip: Slip, controller: AbortController): Promise<void> {
    const claim = await claimRun(db, slip, { workerId: parts.workerId, now: now(), leaseMs });
    if (claim === null) return;
    const interrupt = (why: Interruption) => controller.abort(why);
    const lease = keepLease(db, claim, { leaseMs, now, onEnd: interrupt });
    const watched = watch.open(() => interrupt('stuck'));
    const leave = parts.turns.enter(claim);
    const handedBack = parts.handsBack();
    try {
      const end: SliceEnd = handedBack
        ? { kind: 'more' }
        : await parts.observer.slice(claim, () => work(claim, controller, watched));
      if (end.kind === 'restart') await forgetResults(claim);
      const next = await endSlice(db, claim, end, now());
      if (!handedBack && controller.signal.reason !== 'stuck') watched.worked();
      if (next.length > 0) await parts.ring(next);
    } catch (error) {
      if (!(error instanceof LostClaim)) throw error;
      log.info({ runId: claim.runId }, 'a claim was lost, so its work was dropped');
    } finally {
      leave();
      watched.close();
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
    drain: () => {
      draining = true;
    },
    abort: () => {
      for (const controller of controllers) controller.abort('closing' satisfies Interruption);
    },
  };
}

const graphTimeout: Failure = {
  domain: 'microsoft-outage',
  code: 'graph-timeout',
  message: 'Microsoft did not answer, so the slice was given up',
  detail: {},
};
