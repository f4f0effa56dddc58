import type { Tx } from '@tenantry/db';
import type { BatchRequest, GraphPage } from '@tenantry/graph';
import { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import { type Checkpoint, firstCheckpoint, newPass } from './checkpoint.ts';
import type { Starts } from './cursor.ts';
import { devices } from './devices.ts';
import { type GraphUser, organizationPath, organizationSchema, type Resource } from './directory-objects.ts';
import { groups } from './groups.ts';
import { askAtOnce, isOwn, type OnePage, writeOnePage } from './one-page.ts';
import { save, writePage } from './read-pages.ts';
import { countWhenClosed } from './record-counts.ts';
import type { SyncedResource } from './synced-resource.ts';
import { latestDeltaPath, users } from './users.ts';

/** A directory that was larger when it was last counted is read page by page. */
const mostObjects = 200;

/** Whether the directory may come in one request: it was small when it was last counted, or never counted. */
export async function mayComeWhole(tx: Tx, tenantId: string): Promise<boolean> {
  const known = await tx.tenant.findUnique({
    where: { tenantId },
    select: { userCount: true, groupCount: true, deviceCount: true },
  });
  return known !== null && Object.values(known).every((count) => count === null || count <= mostObjects);
}

/**
 * Makes a full pass over a small directory in one request and one transaction, for most customers are small, and a request and a transaction for each step
 * are most of what they cost. Of a directory with more users than fit on a page, that page is written, and the pass goes on from there.
 *
 * How many there are is counted beside the listing, not after it: a page that lacks somebody could pass for whole if somebody else came in that very
 * moment. Otherwise a page that ends early, or a count that lags behind, only means that everything is asked for one after the other.
 *
 * @returns null when nothing of it can be used: users are one page, but a listing has fewer objects than are counted, or another one has more pages; or a
 *   part was refused
 * @throws GraphError when Graph is throttled, and then the run goes on one after the other; what the budget and the run's end throw passes through
 */
export async function readWhole(slice: Slice, starts: Starts): Promise<Checkpoint | null> {
  const answers = await ask(slice);
  if (answers === null) return null;
  const begin = firstCheckpoint();
  const start = { ...begin, tally: { ...begin.tally, fullPass: true } };
  if (answers.users.page.position.kind === 'next') return writeFirstPage(slice, start, starts, answers.users);
  const found = {
    users: whole(starts, users, answers.users),
    groups: whole(starts, groups, answers.groups),
    devices: whole(starts, devices, answers.devices),
  };
  const { users: ofUsers, groups: ofGroups, devices: ofDevices } = found;
  if (ofUsers === null || ofGroups === null || ofDevices === null) return null;
  slice.log('info', 'Read the whole directory in one request');
  return save(slice, async (tx) => {
    const tally = { ...start.tally, devices: { added: 0, changed: 0, removed: 0 } };
    const afterUsers = await writeOnePage(tx, slice, { ...start, tally }, users, ofUsers);
    const afterGroups = await writeOnePage(tx, slice, afterUsers, groups, ofGroups);
    return countWhenClosed(tx, slice, await writeOnePage(tx, slice, afterGroups, devices, ofDevices));
  });
}

/** What is known of one resource: its first page, what tells where the next run continues, and how many there are. */
interface Known<Item> {
  page: GraphPage<Item>;
  end: GraphPage<unknown>;
  counted: GraphPage<unknown>;
}

async function ask(slice: Slice) {
  const { graph } = slice;
  const organization = { path: organizationPath, schema: organizationSchema };
  const answers = await askAtOnce(slice, [
    graph.pageRequest(latestDeltaPath, users.item),
    // Whatever changes after the place from which the next run continues must not be missed.
    { ...graph.pageRequest(users.listing, users.item), after: 0 },
    firstPage(slice, groups),
    firstPage(slice, devices),
    count(slice, users),
    count(slice, groups),
    count(slice, devices),
    organization,
  ]);
  if (answers === null) return null;
  const [latest, ofUsers, ofGroups, ofDevices, userCount, groupCount, deviceCount, own] = answers;
  if (!isOwn(slice, own)) return null;
  return {
    users: { page: ofUsers, end: latest, counted: userCount },
    groups: { page: ofGroups, end: ofGroups, counted: groupCount },
    devices: { page: ofDevices, end: ofDevices, counted: deviceCount },
  };
}

function firstPage<Item, Page>({ graph }: Slice, { listing, item, prefer }: SyncedResource<Item, Page>) {
  return graph.pageRequest(listing, item, prefer === undefined ? {} : { prefer });
}

/** As JSON, because how a batch carries the plain text of `/$count` is not documented ("json-batching.md"). */
function count<Item, Page>({ graph }: Slice, { name }: SyncedResource<Item, Page>): BatchRequest<GraphPage<unknown>> {
  return graph.pageRequest(`/${name}?$count=true&$top=1&$select=id`, z.object({ id: z.guid() }), {
    consistencyLevel: 'eventual',
  });
}

/** Begins the pass over more users than fit on a page with that page. @returns null when it is not told where the changes begin, or how many there are */
async function writeFirstPage(
  slice: Slice,
  start: Checkpoint,
  starts: Starts,
  { page: { items, position }, end, counted }: Known<GraphUser>,
): Promise<Checkpoint | null> {
  if (end.position.kind !== 'delta' || counted.count === null) return null;
  const begun = {
    kind: 'full' as const,
    generation: starts.users.generation,
    deltaLink: end.position.link,
    expected: counted.count,
  };
  slice.log('info', 'Reading all users', { expected: begun.expected });
  const page = { page: users.prepare(items), size: items.length, position };
  return save(slice, (tx) => writePage(tx, slice, { ...start, phase: 'users', pass: newPass(begun) }, users, page));
}

/** The pass, if its page is all of it and holds as many objects as Graph counts. */
function whole<Item extends { id: string; '@removed'?: unknown }, Page>(
  starts: Starts,
  { name }: SyncedResource<Item, Page> & { name: Resource },
  { page: { items }, end, counted: { count: expected } }: Known<Item>,
): OnePage<Item> | null {
  if (end.position.kind !== 'delta' || expected === null) return null;
  const present = new Set(items.filter((item) => item['@removed'] === undefined).map(({ id }) => id.toLowerCase()));
  if (present.size < expected) return null;
  const begun = newPass({ kind: 'full', generation: starts[name].generation, deltaLink: null, expected });
  return { begun, items, endLink: end.position.link };
}
