import type { Tx } from '@tenantry/db';
import type { BatchOutcome, BatchRequest, GraphPage } from '@tenantry/graph';
import { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import { type Checkpoint, firstCheckpoint, newPass } from './checkpoint.ts';
import type { Starts } from './cursor.ts';
import { devices } from './devices.ts';
import { organizationPath, organizationSchema, type Resource } from './directory-objects.ts';
import { groups } from './groups.ts';
import { askAtOnce, isOwn, type OnePage, writeOnePage } from './one-page.ts';
import { save } from './read-pages.ts';
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
 * are most of what they cost.
 *
 * How many there are is counted beside the listing, not after it: a page that lacks somebody could pass for whole if somebody else came in that very
 * moment. Otherwise a page that ends early, or a count that lags behind, only means that everything is asked for one after the other.
 *
 * @returns null when that was not all of it: a listing has several pages or fewer objects than are counted, or a part was refused
 * @throws GraphError when Graph is throttled, and then the run goes on one after the other; what the budget and the run's end throw passes through
 */
export async function readWhole(slice: Slice, starts: Starts): Promise<Checkpoint | null> {
  const found = await ask(slice, starts);
  if (found === null) return null;
  slice.log('info', 'Read the whole directory in one request');
  return save(slice, async (tx) => {
    const start = firstCheckpoint();
    const tally = { ...start.tally, fullPass: true, devices: { added: 0, changed: 0, removed: 0 } };
    const afterUsers = await writeOnePage(tx, slice, { ...start, tally }, users, found.users);
    const afterGroups = await writeOnePage(tx, slice, afterUsers, groups, found.groups);
    return countWhenClosed(tx, slice, await writeOnePage(tx, slice, afterGroups, devices, found.devices));
  });
}

async function ask(slice: Slice, starts: Starts) {
  const { graph } = slice;
  const organization = { path: organizationPath, schema: organizationSchema };
  const outcomes = await askAtOnce(slice, [
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
  if (outcomes === null) return null;
  const [latest, ofUsers, ofGroups, ofDevices, userCount, groupCount, deviceCount, own] = outcomes;
  if (!isOwn(slice, own)) return null;
  const isOnePage = ofUsers.ok && ofUsers.value.position.kind === 'end';
  const found = {
    users: isOnePage ? whole(starts, users, ofUsers, latest, userCount) : null,
    groups: whole(starts, groups, ofGroups, ofGroups, groupCount),
    devices: whole(starts, devices, ofDevices, ofDevices, deviceCount),
  };
  return found.users && found.groups && found.devices
    ? { users: found.users, groups: found.groups, devices: found.devices }
    : null;
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

/** The pass, if its page holds as many objects as Graph counts. @param end what tells where the next run continues */
function whole<Item extends { id: string; '@removed'?: unknown }, Page>(
  starts: Starts,
  { name }: SyncedResource<Item, Page> & { name: Resource },
  page: BatchOutcome<GraphPage<Item>>,
  end: BatchOutcome<GraphPage<unknown>>,
  counted: BatchOutcome<GraphPage<unknown>>,
): OnePage<Item> | null {
  if (!page.ok || !end.ok || !counted.ok || end.value.position.kind !== 'delta' || counted.value.count === null) return null;
  const { items } = page.value;
  const present = new Set(items.filter((item) => item['@removed'] === undefined).map(({ id }) => id.toLowerCase()));
  const expected = counted.value.count;
  if (present.size < expected) return null;
  const begun = newPass({ kind: 'full', generation: starts[name].generation, deltaLink: null, expected });
  return { begun, items, endLink: end.value.position.link };
}
