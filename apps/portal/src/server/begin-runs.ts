import { type StartOutcome, startRuns } from '@tenantry/domain';
import { currentTraceparent, inSpan } from '@tenantry/runtime';
import { services } from './services.ts';

type Wish = Parameters<typeof startRuns>[2];

/** Starts a job now, in a trace that its runs lead back to. */
export function beginRuns(wish: Omit<Wish, 'now' | 'traceparent'>): Promise<StartOutcome> {
  const { db, ring } = services();
  const facts = { 'tenantry.trigger': wish.trigger };
  return inSpan('start runs', { root: true, facts }, async (span) => {
    const outcome = await startRuns(db, ring, { ...wish, traceparent: currentTraceparent(), now: new Date() });
    span.tell(
      outcome.kind === 'started'
        ? { 'tenantry.job': wish.job, 'tenantry.runs': outcome.created, 'tenantry.batch_id': outcome.batchId }
        : { 'tenantry.outcome': outcome.kind },
    );
    return outcome;
  });
}
