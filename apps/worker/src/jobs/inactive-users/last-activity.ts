import { z } from 'zod';

const day = 24 * 60 * 60_000;
const instant = z.iso.datetime({ offset: true }).nullish();

/** What Graph knows of a user's sign-ins. The property is left out for somebody of whom it knows none. */
export const signInActivitySchema = z
  .object({
    lastSignInDateTime: instant,
    lastNonInteractiveSignInDateTime: instant,
    lastSuccessfulSignInDateTime: instant,
  })
  .nullish();
export type SignInActivity = z.infer<typeof signInActivitySchema>;

/** The newest sign-in of any kind; null when none is known, which is not the same as never. */
export function lastActivity(activity: SignInActivity): string | null {
  // lastSuccessfulSignInDateTime is filled from 2023-12-01 on and was never filled in for the time before ("signInActivity resource type").
  const { lastSignInDateTime, lastNonInteractiveSignInDateTime, lastSuccessfulSignInDateTime } = activity ?? {};
  return newest([lastSignInDateTime, lastNonInteractiveSignInDateTime, lastSuccessfulSignInDateTime]);
}

/**
 * Whole days since a user was seen or created, whichever is later; null when neither is known.
 *
 * Whoever was created lately has not had the time to be inactive.
 */
export function daysInactive(
  user: { signInActivity?: SignInActivity; createdDateTime?: string | null | undefined },
  asOf: Date,
): number | null {
  const seen = newest([lastActivity(user.signInActivity), user.createdDateTime]);
  return seen === null ? null : Math.max(0, Math.floor((asOf.getTime() - Date.parse(seen)) / day));
}

function newest(instants: (string | null | undefined)[]): string | null {
  const known = instants.filter((each) => each != null);
  return known.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}
