import type { Tx } from '@tenantry/db';
import { type BatchOutcome, GraphError, type GraphPage } from '@tenantry/graph';
import type { Slice } from '../../engine/slice.ts';
import { holdsPermission } from '../holds-permission.ts';
import { type Checkpoint, firstCheckpoint, type InPass, newPass } from './checkpoint.ts';
import { closePass } from './close-pass.ts';
import type { Cursor, Start } from './cursor.ts';
import { devices } from './devices.ts';
import { organizationPath, organizationSchema, type Resource } from './directory-objects.ts';
import { groups } from './groups.ts';
import { save } from './read-pages.ts';
import { addToCounts, countsAreCurrent, recordCounts } from './record-counts.ts';
import type { SyncedResource } from './synced-resource.ts';
import { users } from './users.ts';

/**
 * Asks in one request for all that changed since the last run, writes it in one transaction and counts it: most customers change little from one run to the
 * next, and a fleet asks each of them for it.
 *
 * @returns null when that was not all of it: something was never read, a round has several pages or lost its beginning, or a part was refused. Then
 *   everything is asked for one after the other.
 * @throws GraphError when Graph is throttled; what the budget and the run's end throw passes through
 */
export async function catchUp(slice: Slice, startOf: (resource: Resource) => Promise<Start>): Promise<Checkpoint | null> {
  if (!holdsPermission(slice, 'Device.Read.All')) return null;
  const cursors = {
    users: (await startOf('users')).cursor,
    groups: (await startOf('groups')).cursor,
    devices: (await startOf('devices')).cursor,
  };
  if (cursors.users === null || cursors.groups === null || cursors.devices === null) return null;
  const answers = await ask(slice, { users: cursors.users, groups: cursors.groups, devices: cursors.devices });
  if (answers === null) return null;
  slice.log('info', 'Reading what changed since the last run');
  return save(slice, async (tx) => {
    const start = firstCheckpoint();
    const at = { ...start, tally: { ...start.tally, devices: { added: 0, changed: 0, removed: 0 } } };
    const afterUsers = await write(tx, slice, at, users, answers.users);
    const afterGroups = await write(tx, slice, afterUsers, groups, answers.groups);
    const done = await write(tx, slice, afterGroups, devices, answers.devices);
    await ((await countsAreCurrent(tx, slice)) ? addToCounts : recordCounts)(tx, slice, done);
    return done;
  });
}

async function ask(slice: Slice, cursors: Record<Resource, Cursor>) {
  const { graph } = slice;
  const round = <Item, Page>({ name, item, prefer }: SyncedResource<Item, Page>) =>
    graph.pageRequest(cursors[name].deltaLink, item, prefer === undefined ? {} : { prefer });
  const organization = { path: organizationPath, schema: organizationSchema };
  const outcomes = await graph.batch([organization, round(users), round(groups), round(devices)]).catch((error: unknown) => {
    if (!(error instanceof GraphError) || error.code === 'throttled' || error.code === 'aborted') throw error;
    return null;
  });
  if (outcomes === null) return null;
  const throttled = outcomes.find((outcome) => !outcome.ok && outcome.error.code === 'throttled');
  if (throttled?.ok === false) throw throttled.error;
  const [own, ofUsers, ofGroups, ofDevices] = outcomes;
  if (!own.ok || own.value.value[0].id.toLowerCase() !== slice.tenantId) return null;
  const rounds = {
    users: roundOf(cursors.users, ofUsers),
    groups: roundOf(cursors.groups, ofGroups),
    devices: roundOf(cursors.devices, ofDevices),
  };
  return rounds.users && rounds.groups && rounds.devices
    ? { users: rounds.users, groups: rounds.groups, devices: rounds.devices }
    : null;
}

/** A round that is one page long: where it began, and what it brought. */
interface Round<Item> {
  cursor: Cursor;
  items: Item[];
  endLink: string;
}

function roundOf<Item>(cursor: Cursor, outcome: BatchOutcome<GraphPage<Item>>): Round<Item> | null {
  if (!outcome.ok || outcome.value.position.kind !== 'delta') return null;
  return { cursor, items: outcome.value.items, endLink: outcome.value.position.link };
}

/** Writes a round and closes it. */
async function write<Item, Page>(
  tx: Tx,
  slice: Slice,
  before: Checkpoint,
  resource: SyncedResource<Item, Page>,
  { cursor: { deltaLink, generation }, items, endLink }: Round<Item>,
): Promise<Checkpoint> {
  const begun = newPass({ kind: 'delta', deltaLink, generation, expected: null });
  const tally = await resource.write(tx, resource.prepare(items), before.tally, { slice, kind: 'delta', generation });
  const whole: InPass = {
    ...before,
    pass: { ...begun, listed: true, endLink, done: items.length },
    tally: { ...tally, pages: tally.pages + 1 },
  };
  return (await closePass(tx, slice, whole, resource, null)) ?? whole;
}
