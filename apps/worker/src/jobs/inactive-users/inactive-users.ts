import { jobCatalogue } from '@tenantry/domain';
import { z } from 'zod';
import { listingJob } from '../listing/listing-job.ts';
import { daysInactive, lastActivity, signInActivitySchema } from './last-activity.ts';
import { signInPace } from './sign-in-pace.ts';

const properties = [
  'id',
  'displayName',
  'userPrincipalName',
  'accountEnabled',
  'userType',
  'createdDateTime',
  'assignedLicenses',
  'signInActivity',
];

const userSchema = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  createdDateTime: z.iso.datetime({ offset: true }).nullish(),
  assignedLicenses: z.array(z.unknown()).nullish(),
  signInActivity: signInActivitySchema,
});

/**
 * Users who were not seen for a number of days, and those of whom that cannot be told. A tenant without Microsoft Entra ID P1 or P2 has no
 * sign-in activity: its run fails and says so.
 */
export const inactiveUsers = listingJob(jobCatalogue['inactive-users'], {
  // With signInActivity a page has at most 500 users ("List users", user-list.md).
  path: `/users?$select=${properties.join()}&$top=500`,
  count: '/users/$count',
  item: userSchema,
  pace: signInPace,
  find: (user, { params, asOf }) => {
    if (!params.includeDisabled && user.accountEnabled === false) return [];
    if (!params.includeGuests && user.userType === 'Guest') return [];
    const inactiveDays = daysInactive(user, asOf);
    if (inactiveDays !== null && inactiveDays < params.days) return [];
    const row = {
      user: user.displayName ?? null,
      userPrincipalName: user.userPrincipalName ?? null,
      inactiveDays,
      lastActivityAt: lastActivity(user.signInActivity),
      lastSuccessfulSignInAt: user.signInActivity?.lastSuccessfulSignInDateTime ?? null,
      lastInteractiveSignInAt: user.signInActivity?.lastSignInDateTime ?? null,
      lastNonInteractiveSignInAt: user.signInActivity?.lastNonInteractiveSignInDateTime ?? null,
      createdAt: user.createdDateTime ?? null,
      accountEnabled: user.accountEnabled ?? null,
      userType: user.userType ?? null,
      licences: user.assignedLicenses?.length ?? null,
      userId: user.id,
    };
    return [{ key: user.id, row, countAs: inactiveDays === null ? 'unknown' : 'inactive' }];
  },
});
