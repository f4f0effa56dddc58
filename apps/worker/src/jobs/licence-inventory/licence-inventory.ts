import { jobCatalogue, requestHeartbeat } from '@tenantry/domain';
import { GraphError } from '@tenantry/graph';
import type { z } from 'zod';
import { classifyFailure } from '../../engine/classify-failure.ts';
import type { Job, JobServices, Slice } from '../../engine/slice.ts';
import { holdsPermission } from '../holds-permission.ts';
import { forgetFindings } from '../listing/findings.ts';
import { beginning, goOn } from '../listing/place.ts';
import { readListing, save } from '../listing/read-listing.ts';
import { type Checkpoint, checkpointSchema, progressOf } from './checkpoint.ts';
import { licenceRows, subscribedSkusSchema, sumOf } from './licence-rows.ts';
import { paceOf, usersOf } from './licensed-users.ts';

type Wish = z.output<(typeof jobCatalogue)['licence-inventory']['params']>;

/**
 * What is subscribed and assigned, and which licences are wasted on users who are disabled or inactive. Without sign-in activity the disabled
 * ones are counted all the same, the inactive ones are unknown and the run ends `partial`.
 */
export const licenceInventory: Job<Checkpoint> = {
  checkpoint: checkpointSchema,
  async work(slice, services) {
    const wish = jobCatalogue['licence-inventory'].params.parse(slice.params);
    const from = slice.checkpoint ?? (await begin(slice, wish));
    const at = await readUsers(slice, services, from, wish);
    if (!at.place.ended) return goOn(at.place, paceOf(at), slice.now());
    await save(slice, { progress: progressOf }, async (tx) => {
      await slice.results(tx, licenceRows(at));
      return at;
    });
    const { asOf, place, noActivity } = at;
    const sums = { disabled: sumOf(at, 'disabled'), inactive: noActivity === null ? sumOf(at, 'inactive') : null };
    return {
      kind: 'done',
      state: place.complete && (noActivity === null || noActivity === 'not-asked') ? 'succeeded' : 'partial',
      result: { asOf, read: place.read, licences: at.skus.length, ...sums, unknown: sumOf(at, 'unknown'), noActivity },
    };
  },
};

async function begin(slice: Slice, wish: Wish): Promise<Checkpoint> {
  const { value: skus } = await slice.graph.get('/subscribedSkus', subscribedSkusSchema);
  const noActivity = !wish.countInactive
    ? 'not-asked'
    : holdsPermission(slice, 'AuditLog.Read.All')
      ? null
      : 'permission-missing';
  return { asOf: slice.now().toISOString(), skus, noActivity, place: beginning, counts: {} };
}

async function readUsers(slice: Slice, { db }: JobServices, at: Checkpoint, wish: Wish): Promise<Checkpoint> {
  try {
    return await readListing(slice, at, usersOf(slice, at, wish));
  } catch (error) {
    const { domain, code } = classifyFailure(error);
    if (at.noActivity !== null || !(error instanceof GraphError) || (domain !== 'licence' && domain !== 'permission'))
      throw error;
    if (domain === 'permission') await requestHeartbeat(db, slice.tenantId, slice.now());
    slice.log('warn', 'Microsoft does not show sign-in activity here, so inactive users are unknown', { code });
    const without = await save(slice, { progress: progressOf }, async (tx) => {
      await forgetFindings(slice, tx);
      return { ...at, noActivity: code, place: beginning, counts: {} };
    });
    return readListing(slice, without, usersOf(slice, without, wish));
  }
}
