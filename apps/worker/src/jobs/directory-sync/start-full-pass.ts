import type { Tx } from '@tenantry/db';
import type { BatchRequest, GraphPage } from '@tenantry/graph';
import { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import { type Checkpoint, firstCheckpoint, newPass } from './checkpoint.ts';
import { closePass } from './close-pass.ts';
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
export async function wasSmall(tx: Tx, tenantId: string): Promise<boolean> {
  const known = await tx.tenant.findUnique({
    where: { tenantId },
    select: { userCount: true, groupCount: true, deviceCount: true },
  });
  return known !== null && Object.values(known).every((count) => count === null || count <= mostObjects);
}

/**
 * Begins a full pass with one request. A small directory comes whole, and is written in one transaction, for most customers are small, and a request and a
 * transaction for each step are most of what they cost. Of a larger one the first page of users is written, and the pass goes on behind it.
 *
 * How many there are is counted beside the listing, not after it: a page that lacks somebody could pass for whole if somebody else came in that very
 * moment. Otherwise a page that ends early, or a count that lags behind, only means that everything is asked for one after the other.
 *
 * @param isSmall whether it is worth asking for groups and devices too
 * @returns null when nothing of it is used: users ended on their first page with fewer than are counted, or a part was refused
 * @throws GraphError when Graph is throttled, and then the run goes on one after the other; what the budget and the run's end throw passes through
 */
export async function startFullPass(slice: Slice, starts: Starts, isSmall: boolean): Promise<Checkpoint | null> {
  const answers = await ask(slice, isSmall);
  if (answers === null) return null;
  const { ofUsers, ofGroups, ofDevices } = answers;
  if (ofUsers.page.position.kind === 'next') return writeFirstPage(slice, starts, ofUsers);
  const wholeUsers = whole(starts, users, ofUsers);
  if (wholeUsers === null) return null;
  const wholeGroups = ofGroups && whole(starts, groups, ofGroups);
  const wholeDevices = ofDevices && whole(starts, devices, ofDevices);
  if (wholeGroups === null || wholeDevices === null) return writeFirstPage(slice, starts, ofUsers);
  slice.log('info', 'Read the whole directory in one request');
  return save(slice, async (tx) => {
    const tally = { ...begun.tally, devices: { added: 0, changed: 0, removed: 0 } };
    const afterUsers = await writeOnePage(tx, slice, { ...begun, tally }, users, wholeUsers);
    const afterGroups = await writeOnePage(tx, slice, afterUsers, groups, wholeGroups);
    return countWhenClosed(tx, slice, await writeOnePage(tx, slice, afterGroups, devices, wholeDevices));
  });
}

const first = firstCheckpoint();
const begun: Checkpoint = { ...first, tally: { ...first.tally, fullPass: true } };

/** What is known of one resource: its first page, what tells where the next run continues, and how many there are. */
interface Known<Item> {
  page: GraphPage<Item>;
  end: GraphPage<unknown>;
  counted: GraphPage<unknown>;
}

/** Groups and devices are null where they were not asked for. */
async function ask(slice: Slice, isSmall: boolean) {
  const { graph } = slice;
  const requests = [
    graph.pageRequest(latestDeltaPath, users.item),
    // Whatever changes after the place from which the next run continues must not be missed.
    { ...graph.pageRequest(users.listing, users.item), after: 0 },
    count(slice, users),
    { path: organizationPath, schema: organizationSchema },
  ] as const;
  const others = [firstPage(slice, groups), count(slice, groups), firstPage(slice, devices), count(slice, devices)] as const;
  const answers = isSmall ? await askAtOnce(slice, [...requests, ...others]) : await askAtOnce(slice, requests);
  if (answers === null) return null;
  const [latest, page, counted, own, ofGroups, groupCount, ofDevices, deviceCount] = answers;
  if (!isOwn(slice, own)) return null;
  return {
    ofUsers: { page, end: latest, counted },
    ofGroups: ofGroups && groupCount ? { page: ofGroups, end: ofGroups, counted: groupCount } : null,
    ofDevices: ofDevices && deviceCount ? { page: ofDevices, end: ofDevices, counted: deviceCount } : null,
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

/** Begins the pass over users with their first page. @returns null when it is not told where the changes begin, or how many there are */
async function writeFirstPage(
  slice: Slice,
  starts: Starts,
  { page: { items, position }, end, counted: { count: expected } }: Known<GraphUser>,
): Promise<Checkpoint | null> {
  if (end.position.kind !== 'delta' || expected === null) return null;
  const pass = newPass({ kind: 'full', generation: starts.users.generation, deltaLink: end.position.link, expected });
  slice.log('info', 'Reading all users', { expected });
  const page = { page: users.prepare(items), size: items.length, position };
  return save<Checkpoint>(slice, async (tx) => {
    const after = await writePage(tx, slice, { ...begun, phase: 'users', pass }, users, page);
    return (after.pass.listed ? await closePass(tx, slice, after, users, null) : null) ?? after;
  });
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
  const pass = newPass({ kind: 'full', generation: starts[name].generation, deltaLink: null, expected });
  return { begun: pass, items, endLink: end.position.link };
}
