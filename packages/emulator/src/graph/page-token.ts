import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GraphCall } from './graph-call.ts';
import { badRequest, GraphRefusal } from './graph-refusal.ts';
import type { PagedResource } from './tenant-graph.ts';

/** Where a listing goes on, and what was asked for at its beginning. */
export interface PageToken {
  resource: PagedResource;
  /** The id of the group whose members these are, or empty. */
  of: string;
  select: string | null;
  filter: string | null;
  top: number;
  position: readonly number[];
  /** Delta only: the sequence number the delta link at the end of a first pass will name; null in a round of changes. */
  since: number | null;
}

/** Where the next round of a delta query begins. */
export interface DeltaToken {
  resource: 'users/delta' | 'groups/delta' | 'devices/delta';
  select: string | null;
  filter: string | null;
  sequence: number;
}

interface Stamp {
  issuedMs: number;
  generation: number;
}

const signatureBytes = 12;
const timesUp = () =>
  new GraphRefusal(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  );

/** An opaque token for `$skiptoken`. */
export function sealPageToken(call: GraphCall, token: PageToken): string {
  return seal(call, 'page', { ...token, ...stampNow(call, call.graph.pageTokenGeneration) });
}

/** The token, or a refusal: forged or of another listing (Request_BadRequest), too old (Directory_ExpiredPageToken). (paging.md) */
export function openPageToken(call: GraphCall, text: string, listing: { resource: PagedResource; of: string }): PageToken {
  const token = open<PageToken & Stamp>(call, 'page', text);
  if (!token || token.resource !== listing.resource || token.of !== listing.of)
    throw badRequest('The specified page token is not valid.');
  const ageMs = call.world.clock.nowMs() - token.issuedMs;
  if (ageMs > call.graph.settings.pageTokenLifeMs || token.generation !== call.graph.pageTokenGeneration) throw timesUp();
  return token;
}

/** An opaque token for `$deltatoken`; it names a sequence number and the history that led there. */
export function sealDeltaToken(call: GraphCall, token: DeltaToken): string {
  const history = call.tenant.directory.changes.digestAt(token.sequence);
  return seal(call, 'delta', { ...token, history, ...stampNow(call, call.graph.deltaTokenGeneration) });
}

/** The token, `badly-formed`, or `lost`: too old, taken away, or of a history this directory never had. */
export function openDeltaToken(
  call: GraphCall,
  text: string,
  resource: DeltaToken['resource'],
): DeltaToken | 'badly-formed' | 'lost' {
  const token = open<DeltaToken & Stamp & { history: number }>(call, 'delta', text);
  if (!token || token.resource !== resource) return 'badly-formed';
  const ageMs = call.world.clock.nowMs() - token.issuedMs;
  const isTooOld = ageMs > call.graph.settings.deltaTokenLifeMs || token.generation !== call.graph.deltaTokenGeneration;
  return isTooOld || call.tenant.directory.changes.digestAt(token.sequence) !== token.history ? 'lost' : token;
}

/** $select of a delta token that cannot be used any more, for the address to start again at. */
export function selectOfLostToken(call: GraphCall, text: string): string | null {
  return open<DeltaToken>(call, 'delta', text)?.select ?? null;
}

const stampNow = (call: GraphCall, generation: number): Stamp => ({ issuedMs: call.world.clock.nowMs(), generation });

/** The key is fixed per tenant, so that links outlive a restart of an unchanged emulator and never work in another tenant. */
const sign = (call: GraphCall, kind: string, payload: Buffer) =>
  createHmac('sha256', `${kind}/${call.tenant.tenantId}`).update(payload).digest().subarray(0, signatureBytes);

function seal(call: GraphCall, kind: string, content: object): string {
  const payload = Buffer.from(JSON.stringify(content));
  return Buffer.concat([sign(call, kind, payload), payload]).toString('base64url');
}

function open<T>(call: GraphCall, kind: string, text: string): T | null {
  const bytes = Buffer.from(text, 'base64url');
  const payload = bytes.subarray(signatureBytes);
  const isOurs = bytes.length > signatureBytes && timingSafeEqual(sign(call, kind, payload), bytes.subarray(0, signatureBytes));
  return isOurs ? (JSON.parse(payload.toString()) as T) : null;
}
