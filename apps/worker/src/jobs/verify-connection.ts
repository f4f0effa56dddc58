import { clearCredentialTrouble, type Failure, type ProofResult, recordProof, type SliceEnd } from '@tenantry/domain';
import { GraphError } from '@tenantry/graph';
import { z } from 'zod';
import { classifyFailure } from '../engine/classify-failure.ts';
import type { Job, JobServices, Slice } from '../engine/slice.ts';
import { lookAtGrant } from './look-at-grant.ts';

const second = 1000;

/**
 * One try of a proof a slice; between the tries the run waits. What the tries mean for the connection, and when the next one is due, is
 * decided by `recordProof` alone.
 */
export const verifyConnection: Job = {
  // Nothing is written page by page: each try begins anew.
  checkpoint: z.null(),
  async work(slice, services) {
    try {
      // Tokens minted while a grant spreads may lack roles and live an hour, so each try asks for a new one.
      const token = await services.tokens.get(slice.tenantId, { generation: slice.claim.tokenGeneration, fresh: true });
      await clearCredentialTrouble(services.db, slice.now());
      return await conclude(slice, services, await lookAtGrant(slice, token), 0);
    } catch (error) {
      const failure = classifyFailure(error);
      // The tenant itself is parked then, and the try does not count.
      if (failure.domain === 'throttled' && error instanceof GraphError) return { kind: 'fail', failure };
      if (failure.domain === 'our-credential') return afterOurRefusal(slice, services, failure);
      const result = resultOf(failure);
      if (result === null) throw error;
      return conclude(slice, services, result, failure.retryAfterMs ?? 0);
    }
  },
};

/** Answers that mean the same whenever they are given (reference-error-codes.md): no principal, application disabled, no such tenant. */
const unambiguous = ['AADSTS7000229', 'AADSTS7000112', 'AADSTS90002', 'Authorization_IdentityDisabled'];

/** What a failure says about the grant; null when it is ours and says nothing. */
function resultOf({ domain, code, detail }: Failure): ProofResult | null {
  switch (domain) {
    case 'consent':
    case 'permission':
    case 'licence':
    case 'conditional-access':
    case 'tenant-gone':
      return { kind: 'refused', code, unambiguous: unambiguous.includes(code) };
    case 'throttled':
    case 'microsoft-outage':
      return { kind: 'no-verdict', code };
    case 'our-bug':
    case 'our-credential':
      // An answer of Microsoft's that blames our request; what has no status never left this process.
      return detail.status === undefined ? null : { kind: 'no-verdict', code };
  }
}

async function conclude(slice: Slice, { db }: JobServices, result: ProofResult, waitMs: number): Promise<SliceEnd> {
  const now = slice.now();
  const { state, nextTryAt } = await recordProof(db, { tenantId: slice.tenantId, result, now });
  const code = result.kind === 'proven' ? null : result.code;
  slice.log(result.kind === 'proven' ? 'info' : 'warn', sentenceOf(result), { state, ...(code === null ? {} : { code }) });
  if (nextTryAt !== null) {
    const reason = state === 'settling' || state === 'not_granted' || code === null ? 'settling' : code;
    return { kind: 'wait', until: new Date(Math.max(nextTryAt.getTime(), now.getTime() + waitMs)), reason };
  }
  if (result.kind === 'proven') return { kind: 'done', state: 'succeeded', result: { state, roles: result.roles } };
  return { kind: 'done', state: result.kind === 'refused' ? 'succeeded' : 'partial', result: { state, code } };
}

function sentenceOf(result: ProofResult): string {
  if (result.kind === 'proven') return 'The grant is proven by a fresh token and by calls to Graph';
  return result.kind === 'refused' ? 'The grant is not visible' : 'This try says nothing about the grant';
}

/** Nothing was learned about the tenant, so nothing is recorded on it; only a tenant that settles keeps asking. */
async function afterOurRefusal(slice: Slice, services: JobServices, { code, message }: Failure): Promise<SliceEnd> {
  await services.credentialRefused(code);
  slice.log('error', message, { code });
  const state = slice.claim.connectionState;
  if (state !== 'settling' && state !== 'not_granted') return { kind: 'done', state: 'partial', result: { state, code } };
  return { kind: 'wait', until: new Date(slice.now().getTime() + 60 * second), reason: 'credential-broken' };
}
