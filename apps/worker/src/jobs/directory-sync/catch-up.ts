import type { GraphPage } from '@tenantry/graph';
import type { Slice } from '../../engine/slice.ts';
import { type Checkpoint, firstCheckpoint, newPass } from './checkpoint.ts';
import type { Cursor } from './cursor.ts';
import { devices } from './devices.ts';
import { organizationPath, organizationSchema, type Resource } from './directory-objects.ts';
import { groups } from './groups.ts';
import { askAtOnce, isOwn, type OnePage, writeOnePage } from './one-page.ts';
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
 * @throws GraphError when Graph is throttled, and then the run goes on one after the other; what the budget and the run's end throw passes through
 */
export async function catchUp(slice: Slice, cursors: Record<Resource, Cursor>): Promise<Checkpoint | null> {
  const answers = await ask(slice, cursors);
  if (answers === null) return null;
  slice.log('info', 'Reading what changed since the last run');
  return save(slice, async (tx) => {
    const start = firstCheckpoint();
    const at = { ...start, tally: { ...start.tally, devices: { added: 0, changed: 0, removed: 0 } } };
    const afterUsers = await writeOnePage(tx, slice, at, users, answers.users);
    const afterGroups = await writeOnePage(tx, slice, afterUsers, groups, answers.groups);
    const done = await writeOnePage(tx, slice, afterGroups, devices, answers.devices);
    await ((await countsAreCurrent(tx, slice)) ? addToCounts : recordCounts)(tx, slice, done);
    return { ...done, phase: 'done' };
  });
}

async function ask(slice: Slice, cursors: Record<Resource, Cursor>) {
  const { graph } = slice;
  const round = <Item, Page>({ name, item, prefer }: SyncedResource<Item, Page>) =>
    graph.pageRequest(cursors[name].deltaLink, item, prefer === undefined ? {} : { prefer });
  const organization = { path: organizationPath, schema: organizationSchema };
  const answers = await askAtOnce(slice, [organization, round(users), round(groups), round(devices)]);
  if (answers === null) return null;
  const [own, ofUsers, ofGroups, ofDevices] = answers;
  if (!isOwn(slice, own)) return null;
  const rounds = {
    users: roundOf(cursors.users, ofUsers),
    groups: roundOf(cursors.groups, ofGroups),
    devices: roundOf(cursors.devices, ofDevices),
  };
  return rounds.users && rounds.groups && rounds.devices
    ? { users: rounds.users, groups: rounds.groups, devices: rounds.devices }
    : null;
}

/** A round that is one page long. */
function roundOf<Item>({ deltaLink, generation }: Cursor, { items, position }: GraphPage<Item>): OnePage<Item> | null {
  if (position.kind !== 'delta') return null;
  const begun = newPass({ kind: 'delta', deltaLink, generation, expected: null });
  return { begun, items, endLink: position.link };
}
