import { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import { daysInactive, lastActivity, signInActivitySchema } from '../inactive-users/last-activity.ts';
import { signInPace } from '../inactive-users/sign-in-pace.ts';
import { type Finding, forgetFindings, writeFindings } from '../listing/findings.ts';
import type { Pace } from '../listing/place.ts';
import type { Listing } from '../listing/read-listing.ts';
import { type Checkpoint, progressOf } from './checkpoint.ts';
import { countAs, type Sort } from './licence-rows.ts';

const userSchema = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  createdDateTime: z.iso.datetime({ offset: true }).nullish(),
  assignedLicenses: z.array(z.object({ skuId: z.guid() })).nullish(),
  signInActivity: signInActivitySchema,
});
type User = z.infer<typeof userSchema>;

const properties = 'id,displayName,userPrincipalName,accountEnabled,createdDateTime,assignedLicenses';
const listing = `/users?$select=${properties}&$top=999`;
// With signInActivity a page has at most 500 users ("List users", user-list.md).
const listingWithActivity = `/users?$select=${properties},signInActivity&$top=500`;

/** The limit that holds for a listing with sign-in activity, and for no other. */
export function paceOf({ noActivity }: Checkpoint): Pace | undefined {
  return noActivity === null ? signInPace : undefined;
}

/** All users, of whom those are kept who hold a licence without using it. */
export function usersOf(slice: Slice, from: Checkpoint, wish: { inactiveDays: number }): Listing<User, Checkpoint> {
  const pace = paceOf(from);
  return {
    path: from.noActivity === null ? listingWithActivity : listing,
    item: userSchema,
    count: '/users/$count',
    ...(pace === undefined ? {} : { pace }),
    write: async (tx, users, at) => {
      const findings = users.flatMap((user) => wasted(user, at, wish.inactiveDays));
      return { ...at, counts: await writeFindings(slice, tx, findings, at.counts) };
    },
    forget: async (tx, at) => {
      await forgetFindings(slice, tx);
      return { ...at, counts: {} };
    },
    progress: progressOf,
  };
}

function wasted(user: User, { skus, asOf, noActivity }: Checkpoint, inactiveDays: number): Finding[] {
  const sort = sortOf(user, noActivity === null, new Date(asOf), inactiveDays);
  if (sort === null) return [];
  return (user.assignedLicenses ?? []).map(({ skuId }) => {
    const sku = skus.find((each) => each.skuId.toLowerCase() === skuId.toLowerCase());
    const row = {
      what: sort,
      licence: sku?.skuPartNumber ?? null,
      status: null,
      purchased: null,
      assigned: null,
      free: null,
      onDisabled: null,
      onInactive: null,
      user: user.displayName ?? null,
      userPrincipalName: user.userPrincipalName ?? null,
      lastActivityAt: lastActivity(user.signInActivity),
      skuId,
      userId: user.id,
    };
    return { key: `user ${user.id} ${skuId}`, row, countAs: countAs(skuId, sort) };
  });
}

/** Why a user's licences are wasted; null when they are used, or nobody knows without sign-in activity. */
function sortOf(user: User, activityKnown: boolean, asOf: Date, inactiveDays: number): Sort | null {
  if (user.accountEnabled === false) return 'disabled';
  if (!activityKnown) return null;
  const days = daysInactive(user, asOf);
  if (days === null) return 'unknown';
  return days >= inactiveDays ? 'inactive' : null;
}
