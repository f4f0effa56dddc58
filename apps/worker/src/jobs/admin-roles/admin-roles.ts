import { jobCatalogue, type ResultRow } from '@tenantry/domain';
import { z } from 'zod';
import type { Job, Slice } from '../../engine/slice.ts';
import { countSome, countsSchema, forgetSome, keysUnder } from '../listing/findings.ts';
import { beginning, goOn, placeSchema } from '../listing/place.ts';
import { type Listing, readListing, save } from '../listing/read-listing.ts';
import { objectType } from '../object-type.ts';
import { privilegedRoles } from './privileged-roles.ts';

const roleSchema = z.object({ id: z.guid(), displayName: z.string().nullish(), roleTemplateId: z.guid() });
type Role = z.infer<typeof roleSchema>;

const holderSchema = z.object({
  '@odata.type': z.string().optional(),
  id: z.guid(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
});
type Holder = z.infer<typeof holderSchema>;

const checkpointSchema = z.object({
  asOf: z.iso.datetime(),
  /** Roles that are not read to their end; the first one is being read. */
  roles: z.array(roleSchema),
  done: z.int().min(0),
  place: placeSchema,
  complete: z.boolean(),
  counts: countsSchema,
});
type Checkpoint = z.infer<typeof checkpointSchema>;

/** The members of a role are not paged beyond this many ("List members of a directory role", directoryrole-list-members.md). */
const longestAnswer = 1000;

/** Who holds which role at this moment; who may only activate one is not among them. */
export const adminRoles: Job<Checkpoint> = {
  checkpoint: checkpointSchema,
  async work(slice) {
    let at = slice.checkpoint ?? (await readRoles(slice));
    for (let [role] = at.roles; role !== undefined; [role] = at.roles) {
      at = await readListing(slice, at, holdersOf(slice, role));
      if (!at.place.ended) return goOn(at.place, undefined, slice.now());
      const read = at;
      const holder = role;
      at = await save(slice, { progress: progressOf }, async (tx) =>
        afterRole(read, holder, await countSome(slice, tx, keysUnder(holder.roleTemplateId))),
      );
      if (slice.mustEnd() && at.roles.length > 0) return { kind: 'more' };
    }
    const { asOf, done, complete, counts } = at;
    return { kind: 'done', state: complete ? 'succeeded' : 'partial', result: { asOf, roles: done, ...counts } };
  },
};

/** Only roles that somebody held once are listed, all on one page ("List directoryRoles", directoryrole-list.md). */
async function readRoles(slice: Slice): Promise<Checkpoint> {
  const { onlyPrivileged } = jobCatalogue['admin-roles'].params.parse(slice.params);
  const { value } = await slice.graph.get(
    '/directoryRoles?$select=id,displayName,roleTemplateId',
    z.object({ value: z.array(roleSchema) }),
  );
  const roles = onlyPrivileged ? value.filter((role) => isPrivileged(role)) : value;
  const asOf = slice.now().toISOString();
  return save(slice, { progress: progressOf }, async () => ({
    asOf,
    roles,
    done: 0,
    place: beginning,
    complete: true,
    counts: {},
  }));
}

function holdersOf(slice: Slice, role: Role): Listing<Holder, Checkpoint> {
  return {
    path: `/directoryRoles/${role.id}/members?$select=id,displayName,userPrincipalName,accountEnabled`,
    item: holderSchema,
    write: async (tx, holders, at) => {
      await slice.results(
        tx,
        holders.map((holder) => holderRow(role, holder)),
      );
      return at;
    },
    forget: async (tx, at) => {
      await forgetSome(slice, tx, keysUnder(role.roleTemplateId));
      return at;
    },
    progress: progressOf,
  };
}

function holderRow(role: Role, holder: Holder): ResultRow {
  const row = {
    role: role.displayName ?? null,
    privileged: isPrivileged(role),
    member: holder.displayName ?? null,
    userPrincipalName: holder.userPrincipalName ?? null,
    memberType: objectType(holder['@odata.type']),
    accountEnabled: holder.accountEnabled ?? null,
    roleTemplateId: role.roleTemplateId,
    memberId: holder.id,
  };
  return { key: `${role.roleTemplateId} ${holder.id}`, row };
}

function afterRole({ roles, done, place, complete, counts, ...at }: Checkpoint, role: Role, holders: number): Checkpoint {
  const sort = isPrivileged(role) ? 'privileged' : 'other';
  const isWhole = place.complete && !(place.pages === 1 && place.read === longestAnswer);
  return {
    ...at,
    roles: roles.slice(1),
    done: done + 1,
    place: beginning,
    complete: complete && isWhole,
    counts: { ...counts, [sort]: (counts[sort] ?? 0) + holders },
  };
}

const isPrivileged = ({ roleTemplateId }: Role) => privilegedRoles.has(roleTemplateId.toLowerCase());

function progressOf({ roles, done, place, counts }: Checkpoint) {
  return { phase: 'roles', done, expected: done + roles.length, pages: done + place.pages, counts };
}
