import type { Database, Tx } from '@tenantry/db';
import type { Actor } from '../people/actor.ts';
import { recordAudit } from '../people/audit.ts';
import { ringProof } from '../runs/proof-run.ts';
import type { Ring, Slip } from '../runs/slip.ts';
import { stateDigest } from './begin-consent.ts';
import { type ConsentRequestState, requestStatesLeadingTo } from './consent-request-states.ts';
import { openSettling } from './open-settling.ts';

/** What the browser brought back from Entra. Everything in it is a claim. */
export type ConsentAnswer = { state: string | null } & (
  | { kind: 'approved'; claimedTenantId: string | null }
  | { kind: 'declined' | 'failed'; error: string; aadsts: number | null; correlationId: string | null }
  | { kind: 'unreadable' }
);

export type CallbackOutcome =
  | { kind: 'not-yours' | 'unreadable' }
  | { kind: 'already-used'; tenantId: string | null }
  | { kind: 'wrong-tenant' | 'declined' | 'failed'; requestId: string; tenantId: string; code: string }
  | { kind: 'returned'; requestId: string; tenantId: string };

type Request = NonNullable<Awaited<ReturnType<Tx['consentRequest']['findUnique']>>>;

/**
 * Settles what a consent callback may change, by the table in docs/security.md: nothing for another browser or a used state, the request alone for
 * an error or another tenant, and a proof that is due for a plain return. It never makes a request granted and never lowers a connection.
 *
 * @param wish.sessionId the tenant admin session of this browser, or null
 * @param wish.traceparent span of the callback; the proof that follows remembers it
 */
export async function returnFromConsent(
  db: Database,
  ring: Ring,
  wish: { answer: ConsentAnswer; sessionId: string | null; traceparent?: string | null; now: Date },
): Promise<CallbackOutcome> {
  const { answer, sessionId, traceparent = null, now } = wish;
  if (sessionId === null) return { kind: 'not-yours' };
  if (answer.kind === 'unreadable' || answer.state === null) return { kind: 'unreadable' };
  const stateHash = stateDigest(answer.state);
  const { outcome, slips } = await db.asFleet(async (tx): Promise<{ outcome: CallbackOutcome; slips: Slip[] }> => {
    const request = await tx.consentRequest.findUnique({ where: { stateHash } });
    if (request === null) return { outcome: { kind: 'already-used', tenantId: null }, slips: [] };
    if (request.sessionId !== sessionId) return { outcome: { kind: 'not-yours' }, slips: [] };
    if (answer.kind !== 'approved') return refuse(tx, request, answer, now);
    return approve(tx, request, { claimedTenantId: answer.claimedTenantId, traceparent, now });
  });
  if (slips.length > 0) await ring(slips);
  return outcome;
}

async function refuse(tx: Tx, request: Request, answer: Extract<ConsentAnswer, { error: string }>, now: Date) {
  const code = answer.aadsts === null ? answer.error : `AADSTS${answer.aadsts}`;
  const used = await useUp(tx, request, answer.kind, { code, correlationId: answer.correlationId }, now);
  const { id: requestId, tenantId } = request;
  return {
    outcome: used ? { kind: answer.kind, requestId, tenantId, code } : { kind: 'already-used' as const, tenantId },
    slips: [],
  };
}

async function approve(
  tx: Tx,
  request: Request,
  { claimedTenantId, traceparent, now }: { claimedTenantId: string | null; traceparent: string | null; now: Date },
) {
  const { id: requestId, tenantId } = request;
  if (claimedTenantId !== null && claimedTenantId.toLowerCase() !== tenantId) {
    const code = 'wrong-tenant';
    const used = await useUp(tx, request, 'failed', { code, correlationId: null }, now);
    return {
      outcome: used ? { kind: code as 'wrong-tenant', requestId, tenantId, code } : { kind: 'already-used' as const, tenantId },
      slips: [],
    };
  }
  if (!(await useUp(tx, request, 'returned', null, now)))
    return { outcome: { kind: 'already-used' as const, tenantId }, slips: [] };
  await openSettling(tx, { tenantId, tenantName: request.tenantName, now });
  const slips = await ringProof(tx, { tenantId, trigger: 'consent', actor: personOf(request), traceparent, now });
  return { outcome: { kind: 'returned' as const, requestId, tenantId }, slips };
}

function personOf(request: Request): Actor {
  return { kind: 'tenant-admin', id: request.personOid, name: request.personName };
}

/** Takes a pending request out of use. The guarded update lets exactly one of two simultaneous callbacks through. */
async function useUp(
  tx: Tx,
  request: Request,
  to: ConsentRequestState,
  outcome: { code: string; correlationId: string | null } | null,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.consentRequest.updateMany({
    where: { id: request.id, state: { in: requestStatesLeadingTo(to) }, expiresAt: { gt: now } },
    data: {
      state: to,
      ...(outcome === null
        ? { returnedAt: now }
        : { settledAt: now, outcomeCode: outcome.code, correlationId: outcome.correlationId }),
    },
  });
  if (count === 0) return false;
  await recordAudit(tx, {
    actor: personOf(request),
    action: `consent.${to}`,
    tenantId: request.tenantId,
    subject: request.id,
    ...(outcome === null ? {} : { detail: { code: outcome.code } }),
    now,
  });
  return true;
}
