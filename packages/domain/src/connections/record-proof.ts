import type { Database, Tx } from '@tenantry/db';
import { requestStatesLeadingTo } from '../consent/consent-request-states.ts';
import { recordAudit } from '../people/audit.ts';
import { compareWithManifest, permissionManifest } from '../permission-manifest.ts';
import { holdRunsWithout, releaseRuns } from '../runs/hold-and-release.ts';
import { changeConnection, noteOnConnection } from './change-connection.ts';
import type { ConnectionState } from './connection-states.ts';
import { nextHeartbeat } from './heartbeat.ts';
import { nextTryAt, triesInFirstDay } from './proof-schedule.ts';

export interface Organization {
  displayName: string;
  defaultDomain: string | null;
  verifiedDomains: string[];
}

/** What one try of a proof saw. */
export type ProofResult =
  | { kind: 'proven'; roles: string[]; organization: Organization }
  /** No grant visible: what stands in `code` may still change by itself after an approval. */
  | { kind: 'refused'; code: string; unambiguous: boolean }
  /** Nothing was learned about the grant: throttled, an outage, our own credential. */
  | { kind: 'no-verdict'; code: string };

export interface ProofRecord {
  state: ConnectionState;
  /** When the next try is due; null when this proof is at its end. */
  nextTryAt: Date | null;
}

const second = 1000;
const minute = 60 * second;

/** An approval whose permissions arrive one by one is given this long before what is missing counts as missing. */
const completeWithinMs = 15 * minute;
/** Two proofs that find nothing must be this far apart before a working connection is lowered. */
const confirmAfterMs = 60 * second;

type ProofSubject = NonNullable<Awaited<ReturnType<typeof loadSubject>>>;

/**
 * Records one try. Only here does a consent request become granted and a connection active; only here is a connection lowered, and never by one
 * ambiguous answer.
 */
export async function recordProof(
  db: Database,
  proof: { tenantId: string; result: ProofResult; now: Date },
): Promise<ProofRecord> {
  return db.asFleet(async (tx) => {
    const subject = await loadSubject(tx, proof.tenantId);
    if (subject === null) return { state: 'erased', nextTryAt: null };
    const { result, now } = proof;
    await tx.connection.updateMany({
      where: { tenantId: proof.tenantId },
      data: { proofTries: { increment: 1 }, lastTryAt: now, lastTryCode: result.kind === 'proven' ? null : result.code },
    });
    switch (subject.connection.state) {
      case 'settling':
      case 'not_granted':
        return result.kind === 'proven' ? settle(tx, subject, result, now) : tryAgain(tx, subject, now);
      case 'active':
      case 'degraded':
      case 'unclaimed':
        return result.kind === 'proven' ? confirm(tx, subject, result, now) : doubt(tx, subject, result, now);
      default:
        return { state: subject.connection.state, nextTryAt: null };
    }
  });
}

/** The connection with the newest request that a person made and that is not decided against. */
async function loadSubject(tx: Tx, tenantId: string) {
  const tenant = await tx.tenant.findUnique({ where: { tenantId }, include: { connection: true } });
  if (tenant === null || tenant.connection === null) return null;
  const request = await tx.consentRequest.findFirst({
    where: { tenantId, state: { in: ['returned', 'not_granted', 'granted'] } },
    orderBy: { createdAt: 'desc' },
  });
  const invitation = request?.invitationId ? await tx.invitation.findUnique({ where: { id: request.invitationId } }) : null;
  return { tenant, connection: tenant.connection, request, invitation };
}

async function tryAgain(tx: Tx, subject: ProofSubject, now: Date): Promise<ProofRecord> {
  const { tenantId, state, settlingSince, consentedAt } = subject.connection;
  const tries = subject.connection.proofTries + 1;
  const next = nextTryAt(settlingSince ?? consentedAt ?? now, tries, now);
  if (state === 'settling' && tries >= triesInFirstDay) {
    await changeConnection(tx, { tenantId, to: 'not_granted', fields: { reasonCode: 'not-granted' }, now });
    await settleRequest(tx, subject, 'not_granted', now);
    return { state: 'not_granted', nextTryAt: next };
  }
  await noteOnConnection(tx, tenantId, {});
  return { state, nextTryAt: next };
}

async function settle(
  tx: Tx,
  subject: ProofSubject,
  proof: Extract<ProofResult, { kind: 'proven' }>,
  now: Date,
): Promise<ProofRecord> {
  const { tenantId, state, settlingSince, consentedAt } = subject.connection;
  const { missing } = compareWithManifest(proof.roles);
  const young = settlingSince !== null && now.getTime() - settlingSince.getTime() < completeWithinMs;
  if (missing.length > 0 && young) return tryAgain(tx, subject, now);
  if (state === 'not_granted') {
    // A grant without a person's request behind it connects nobody.
    if (subject.request === null) return tryAgain(tx, subject, now);
    await changeConnection(tx, { tenantId, to: 'settling', now });
  }
  const doubt = claimDoubt(subject, proof.organization);
  const to = doubt !== null ? 'unclaimed' : missing.length > 0 ? 'degraded' : 'active';
  await changeConnection(tx, {
    tenantId,
    to,
    fields: {
      ...provenFields(proof, now, tenantId),
      reasonCode: doubt ?? (missing.length > 0 ? 'permission-missing' : null),
      propagationMs: consentedAt === null ? null : now.getTime() - consentedAt.getTime(),
    },
    // A token of an earlier try may lack the roles and be valid for an hour; no job may use it.
    newTokenGeneration: true,
    now,
  });
  await writeOrganization(tx, subject, proof.organization, doubt === null, now);
  if (missing.length === 0) await settleRequest(tx, subject, 'granted', now);
  if (doubt === null) await releaseRuns(tx, { tenantId, granted: proof.roles, now });
  return { state: to, nextTryAt: null };
}

async function confirm(
  tx: Tx,
  subject: ProofSubject,
  proof: Extract<ProofResult, { kind: 'proven' }>,
  now: Date,
): Promise<ProofRecord> {
  const { tenantId, state } = subject.connection;
  const { missing } = compareWithManifest(proof.roles);
  const awaited = subject.request?.state === 'returned';
  if (missing.length > 0 && awaited && subject.connection.proofTries + 1 < triesInFirstDay) return tryAgain(tx, subject, now);
  await writeOrganization(tx, subject, proof.organization, false, now);
  if (awaited) await settleRequest(tx, subject, missing.length === 0 ? 'granted' : 'not_granted', now);
  const fields = provenFields(proof, now, tenantId);
  if (state === 'unclaimed') {
    await noteOnConnection(tx, tenantId, fields);
    return { state, nextTryAt: null };
  }
  const to = missing.length > 0 ? 'degraded' : 'active';
  const reasonCode = missing.length > 0 ? 'permission-missing' : null;
  if (to === state) await noteOnConnection(tx, tenantId, { ...fields, reasonCode });
  else await changeConnection(tx, { tenantId, to, fields: { ...fields, reasonCode }, newTokenGeneration: to === 'active', now });
  await holdRunsWithout(tx, { tenantId, granted: proof.roles, now });
  await releaseRuns(tx, { tenantId, granted: proof.roles, now });
  return { state: to, nextTryAt: null };
}

async function doubt(
  tx: Tx,
  subject: ProofSubject,
  result: Exclude<ProofResult, { kind: 'proven' }>,
  now: Date,
): Promise<ProofRecord> {
  const { tenantId, state, suspectSince } = subject.connection;
  // While an approval is on its way, silence says nothing: an upgrade consent never interrupts a working connection.
  if (subject.request?.state === 'returned') {
    if (subject.connection.proofTries + 1 < triesInFirstDay) return tryAgain(tx, subject, now);
    await settleRequest(tx, subject, 'not_granted', now);
  }
  if (result.kind === 'no-verdict') return { state, nextTryAt: null };
  const confirmed = result.unambiguous || (suspectSince !== null && now.getTime() - suspectSince.getTime() >= confirmAfterMs);
  if (!confirmed) {
    const since = suspectSince ?? now;
    await noteOnConnection(tx, tenantId, { suspectSince: since });
    return { state, nextTryAt: new Date(since.getTime() + confirmAfterMs + second) };
  }
  await changeConnection(tx, {
    tenantId,
    to: 'needs_consent',
    fields: { reasonCode: result.code, suspectSince: null, heartbeatDueAt: null, grantedPermissions: [] },
    now,
  });
  await holdRunsWithout(tx, { tenantId, granted: [], now });
  await recordAudit(tx, {
    actor: { kind: 'worker', id: 'proof', name: 'proof' },
    action: 'connection.needs-consent',
    tenantId,
    detail: { code: result.code },
    now,
  });
  return { state: 'needs_consent', nextTryAt: null };
}

function provenFields(proof: Extract<ProofResult, { kind: 'proven' }>, now: Date, tenantId: string) {
  return {
    grantedPermissions: proof.roles,
    // A tenant that approved an earlier manifest stays at it until it grants all of this one.
    ...(compareWithManifest(proof.roles).missing.length === 0 ? { manifestVersion: permissionManifest.version } : {}),
    provenAt: now,
    settlingSince: null,
    suspectSince: null,
    heartbeatDueAt: nextHeartbeat(now, tenantId),
  };
}

/** Why a proven tenant still waits for an operator, or null when somebody who may decide stands behind it. */
function claimDoubt({ request, invitation }: ProofSubject, organization: Organization): string | null {
  if (request === null || request.needsConfirmation) return 'awaiting-operator';
  const named = invitation?.namedTenantId == null ? invitation?.namedDomain : null;
  return named && !organization.verifiedDomains.includes(named) ? 'domain-not-verified' : null;
}

async function writeOrganization(
  tx: Tx,
  subject: ProofSubject,
  organization: Organization,
  claim: boolean,
  now: Date,
): Promise<void> {
  const { invitation, tenant } = subject;
  await tx.tenant.updateMany({
    where: { tenantId: tenant.tenantId },
    data: {
      name: organization.displayName,
      defaultDomain: organization.defaultDomain,
      ...(claim ? { claimedAt: tenant.claimedAt ?? now, ...(invitation === null ? {} : claimedFields(invitation)) } : {}),
    },
  });
}

function claimedFields(invitation: { id: string; externalRef: string | null }) {
  return { invitationId: invitation.id, ...(invitation.externalRef === null ? {} : { externalRef: invitation.externalRef }) };
}

async function settleRequest(tx: Tx, subject: ProofSubject, to: 'granted' | 'not_granted', now: Date): Promise<void> {
  const { request } = subject;
  if (request === null) return;
  const { count } = await tx.consentRequest.updateMany({
    where: { id: request.id, state: { in: requestStatesLeadingTo(to) } },
    data: { state: to, settledAt: now, outcomeCode: to === 'granted' ? null : 'not-granted' },
  });
  if (count === 0) return;
  await recordAudit(tx, {
    actor: { kind: 'worker', id: 'proof', name: 'proof' },
    action: `consent.${to}`,
    tenantId: request.tenantId,
    subject: request.id,
    now,
  });
}
