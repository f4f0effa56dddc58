import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { badRequest, GraphRefusal } from './graph-refusal.ts';
import { contextOf, linkTo, writePage } from './listing-page.ts';
import { allowOnly, readFilter } from './odata-query.ts';
import {
  type DeltaToken,
  openDeltaToken,
  openPageToken,
  sealDeltaToken,
  sealPageToken,
  selectOfLostToken,
} from './page-token.ts';

/** A kind of object whose changes can be followed. */
interface DeltaResource {
  resource: DeltaToken['resource'];
  entitySet: 'users' | 'groups' | 'devices';
  /** The reader for what was asked for; `ids` null = all objects. */
  reader(asked: { select: string | null; ids: ReadonlySet<string> | null; minimal: boolean }): DeltaReader;
}

export interface DeltaReader {
  /** First pass: objects as they are, from a position on; `next` null at the end. */
  pass(position: readonly number[], size: number): { items: string[]; next: number[] | null };
  /** What changed after a sequence number; `reached` is how far the page read. */
  changes(afterSequence: number, size: number): { items: string[]; reached: number };
}

/** Where this page stands: in a first pass (`since` = the sequence number its delta link will name) or in a round of changes. */
interface Round {
  select: string | null;
  filter: string | null;
  position: readonly number[];
  since: number | null;
}

/** delta-query-overview.md: a scoping filter names at most 50 objects. */
const mostIds = 50;
/** With the replay setting a round begins this many changes too early. */
const replayedChanges = 25;

/** One page of a delta query. (delta-query-users.md, delta-query-groups.md) */
export function answerDelta(call: GraphCall, followed: DeltaResource): GraphAnswer {
  allowOnly(call.query, ['$select', '$filter', '$skiptoken', '$deltatoken']);
  const { resource, entitySet } = followed;
  const path = `/${entitySet}/delta`;
  const { changes } = call.tenant.directory;
  const round = roundOf(call, resource, path);
  const { select, filter } = round;
  const preferred = call.header('prefer') ?? '';
  const reader = followed.reader({ select, ids: idsOf(filter), minimal: /return=minimal/i.test(preferred) });

  const nextAt = (position: readonly number[]) =>
    linkTo(call, path, [
      ['$skiptoken', sealPageToken(call, { resource, of: '', select, filter, top: 0, position, since: round.since })],
    ]);
  const deltaAt = (sequence: number) =>
    linkTo(call, path, [['$deltatoken', sealDeltaToken(call, { resource, select, filter, sequence })]]);
  const common = {
    resource,
    context: contextOf(entitySet, select),
    again: () => nextAt(round.position),
    askedBy: call.query.has('$skiptoken') ? linkTo(call, path, [['$skiptoken', call.query.get('$skiptoken') ?? null]]) : null,
  };

  if (call.query.get('$deltatoken') === 'latest') {
    call.world.requests.count(call.tenant.tenantId, 'deltaPages');
    return writePage(call, { ...common, items: [], delta: deltaAt(changes.sequence) });
  }
  const { size, headers } = pageSize(call, preferred);
  if (round.since !== null) {
    const { items, next } = reader.pass(round.position, size);
    call.world.requests.count(call.tenant.tenantId, 'fullPassPages');
    const links = next === null ? { delta: deltaAt(round.since) } : { next: nextAt(next) };
    return writePage(call, { ...common, headers, items: replayed(call, items), ...links });
  }
  const { items, reached } = reader.changes(round.position[0] ?? 0, size);
  call.world.requests.count(call.tenant.tenantId, 'deltaPages');
  const links = reached >= changes.sequence ? { delta: deltaAt(reached) } : { next: nextAt([reached]) };
  return writePage(call, { ...common, headers, items: replayed(call, items), ...links });
}

function roundOf(call: GraphCall, resource: DeltaToken['resource'], path: string): Round {
  const { query } = call;
  const pageToken = query.get('$skiptoken');
  if (pageToken !== undefined) return openPageToken(call, pageToken, { resource, of: '' });
  const deltaToken = query.get('$deltatoken');
  const asked = { select: query.get('$select') ?? null, filter: query.get('$filter') ?? null };
  const { sequence } = call.tenant.directory.changes;
  // An empty token is what the Location of a 410 asks to begin with.
  if (deltaToken === undefined || deltaToken === '' || deltaToken === 'latest')
    return { ...asked, position: [0, 0], since: sequence };
  const token = openDeltaToken(call, deltaToken, resource);
  if (token === 'badly-formed') throw badRequest('Badly formed token.');
  if (token === 'lost') throw lostDelta(call, path, selectOfLostToken(call, deltaToken));
  const from = call.graph.settings.replay ? Math.max(0, token.sequence - replayedChanges) : token.sequence;
  return { select: asked.select ?? token.select, filter: token.filter, position: [from], since: null };
}

/** Documented as 410 with an address to begin again at, and also seen as 400 (delta-query-overview.md, synchronization reset). */
function lostDelta(call: GraphCall, path: string, select: string | null): GraphRefusal {
  if (call.graph.settings.lostDeltaAnswer === 'sync-state-not-found') {
    return new GraphRefusal(400, 'syncStateNotFound', 'The sync state generation is not found. Please perform full sync.');
  }
  const location = linkTo(call, path, [
    ['$select', select],
    ['$deltatoken', ''],
  ]);
  return new GraphRefusal(410, 'resyncRequired', 'Resync required. The delta token is no longer valid.', { Location: location });
}

function idsOf(text: string | null): ReadonlySet<string> | null {
  if (text === null) return null;
  const filter = readFilter(text, ['id']);
  if (filter.by !== 'id' || filter.ids.length > mostIds) throw badRequest(`A delta filter takes at most ${mostIds} ids.`);
  return new Set(filter.ids);
}

/** The service chooses; a wish in `Prefer: odata.maxpagesize` is granted up to 999. */
function pageSize(call: GraphCall, preferred: string): { size: number; headers: Record<string, string> } {
  const wished = /odata\.maxpagesize=(\d{1,6})/i.exec(preferred)?.[1];
  const { longestPage, deltaPageSize } = call.graph.settings;
  if (wished === undefined || Number(wished) < 1) return { size: Math.min(deltaPageSize, longestPage), headers: {} };
  const size = Math.min(Number(wished), longestPage, 999);
  return { size, headers: { 'Preference-Applied': `odata.maxpagesize=${size}` } };
}

/** No order is promised, and an object may come twice: with the replay setting both happen. */
function replayed(call: GraphCall, items: string[]): string[] {
  if (!call.graph.settings.replay) return items;
  return [...items.toReversed(), ...items.slice(-1)];
}
