import { removeDevices, sweepDevices, writeDevices } from '@tenantry/db';
import { requestHeartbeat } from '@tenantry/domain';
import { GraphError } from '@tenantry/graph';
import { classifyFailure } from '../../engine/classify-failure.ts';
import type { JobServices, Slice } from '../../engine/slice.ts';
import { holdsPermission } from '../holds-permission.ts';
import type { Checkpoint, Tally } from './checkpoint.ts';
import { completeDevices } from './complete-rows.ts';
import { nextGeneration, type Start } from './cursor.ts';
import { deviceSchema, type GraphDevice, selectOf } from './directory-objects.ts';
import { type SortedPage, sortPage } from './sort-page.ts';
import { syncResource } from './sync-resource.ts';
import type { SyncedResource } from './synced-resource.ts';

/** Devices come by the delta function alone, the first time too; its last page carries the link for the next run. */
export const devices: SyncedResource<GraphDevice, SortedPage<GraphDevice>> = {
  name: 'devices',
  listing: `/devices/delta?$select=${selectOf.devices}`,
  item: deviceSchema,
  prefer: 'odata.maxpagesize=999',
  // A device that disappears between two beginnings would look as if the second had met it, so the generation changes.
  beginFullPassAgain: async (tx, slice, fromStart) => ({
    ...fromStart,
    generation: await nextGeneration(tx, slice.tenantId, 'devices'),
  }),
  prepare: sortPage,
  write: async (tx, { gone, present }, tally, at) => {
    const { tenantId } = at.slice;
    const now = at.slice.now();
    const written = await writeDevices(tx, tenantId, await completeDevices(tx, present, at), at.generation, now);
    return addDevices(tally, { ...written, removed: await removeDevices(tx, tenantId, gone, now) });
  },
  met: ({ devices }) => (devices === null ? 0 : devices.added - devices.removed),
  sweep: async (tx, tally, { slice, generation }) =>
    addDevices(tally, { removed: await sweepDevices(tx, slice.tenantId, generation, slice.now()) }),
};

/** One step of the phase, which is passed over where the tenant does not let us read devices: the sync is whole without them. */
export async function syncDevices(
  slice: Slice,
  { db }: JobServices,
  at: Checkpoint,
  start: () => Promise<Start>,
): Promise<Checkpoint> {
  const begun = at.pass !== null;
  if (!begun && !holdsPermission(slice, 'Device.Read.All')) return without(slice, at);
  try {
    const reading = { ...at, tally: addDevices(at.tally, { removed: 0 }) };
    return await syncResource(slice, reading, devices, start);
  } catch (error) {
    if (!(error instanceof GraphError) || classifyFailure(error).domain !== 'permission') throw error;
    // The next proof finds out what else is missing.
    await requestHeartbeat(db, slice.tenantId, slice.now());
    return without(slice, at);
  }
}

function without(slice: Slice, at: Checkpoint): Checkpoint {
  slice.log('info', 'The tenant does not let us read its devices, so they are left out', { permission: 'Device.Read.All' });
  return { ...at, phase: 'finish', pass: null, tally: { ...at.tally, devices: null } };
}

function addDevices(tally: Tally, more: { added?: number; changed?: number; removed: number }): Tally {
  const { added, changed, removed } = tally.devices ?? { added: 0, changed: 0, removed: 0 };
  return {
    ...tally,
    devices: { added: added + (more.added ?? 0), changed: changed + (more.changed ?? 0), removed: removed + more.removed },
  };
}
