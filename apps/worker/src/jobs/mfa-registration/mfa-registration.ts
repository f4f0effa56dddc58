import { jobCatalogue } from '@tenantry/domain';
import { z } from 'zod';
import { listingJob } from '../listing/listing-job.ts';

const second = 1000;
const flag = z.boolean().nullish();
const text = z.string().nullish();

const registrationSchema = z.object({
  id: z.guid(),
  userDisplayName: text,
  userPrincipalName: text,
  userType: text,
  isAdmin: flag,
  isMfaRegistered: flag,
  isMfaCapable: flag,
  isPasswordlessCapable: flag,
  isSsprRegistered: flag,
  methodsRegistered: z.array(z.string()).nullish(),
  // An older name of the same, and the newer one ("userRegistrationDetails resource type", userregistrationdetails.md).
  defaultMfaMethod: text,
  userPreferredMethodForSecondaryAuthentication: text,
  lastUpdatedDateTime: z.iso.datetime({ offset: true }).nullish(),
});

/** Who registered which methods. Microsoft leaves disabled users out; a tenant without P1 or P2 is refused, and its run fails and says so. */
export const mfaRegistration = listingJob(jobCatalogue['mfa-registration'], {
  // Neither $select nor $top nor $count is taken ("List userRegistrationDetails", authenticationmethodsroot-list-userregistrationdetails.md).
  path: '/reports/authenticationMethods/userRegistrationDetails',
  item: registrationSchema,
  // Five reports in ten seconds for the app in one tenant (throttling-limits.md); one is left for a proof.
  pace: { pages: 4, withinMs: 10 * second },
  find: (user, { params }) => {
    if (params.onlyUnregistered && user.isMfaRegistered === true) return [];
    if (!params.includeGuests && user.userType?.toLowerCase() === 'guest') return [];
    const row = {
      user: user.userDisplayName ?? null,
      userPrincipalName: user.userPrincipalName ?? null,
      isAdmin: user.isAdmin ?? null,
      isMfaRegistered: user.isMfaRegistered ?? null,
      isMfaCapable: user.isMfaCapable ?? null,
      isPasswordlessCapable: user.isPasswordlessCapable ?? null,
      isSsprRegistered: user.isSsprRegistered ?? null,
      methodsRegistered: user.methodsRegistered ?? null,
      defaultMfaMethod: user.userPreferredMethodForSecondaryAuthentication || user.defaultMfaMethod || null,
      userType: user.userType ?? null,
      lastUpdatedAt: user.lastUpdatedDateTime ?? null,
      userId: user.id,
    };
    return [{ key: user.id, row, countAs: sortOf(user) }];
  },
});

function sortOf({ isMfaRegistered, isAdmin }: z.infer<typeof registrationSchema>): string {
  if (isMfaRegistered == null) return 'unknown';
  if (isMfaRegistered) return 'registered';
  return isAdmin ? 'administratorsWithout' : 'without';
}
