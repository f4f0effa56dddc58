/**
 * One person's request for consent, used once.
 *
 * - `pending`     the person was sent to Entra.
 * - `returned`    Entra sent the browser back without an error; a claim until the worker has proven it.
 * - `granted`     proven by the worker. Nothing else makes a request granted.
 * - `not_granted` 24 hours of proofs found nothing. A late proof may still make it granted.
 * - `declined`    the person said no.
 * - `failed`      Entra or our own check refused.
 * - `expired`     nobody came back within the hour.
 */
export const consentRequestStates = ['pending', 'returned', 'granted', 'not_granted', 'declined', 'failed', 'expired'] as const;

export type ConsentRequestState = (typeof consentRequestStates)[number];

/** Every change of state that is allowed. */
export const consentRequestChanges: Record<ConsentRequestState, readonly ConsentRequestState[]> = {
  pending: ['returned', 'declined', 'failed', 'expired'],
  returned: ['granted', 'not_granted'],
  granted: [],
  not_granted: ['granted'],
  declined: [],
  failed: [],
  expired: [],
};

/** The states from which one may come to `target`. */
export function requestStatesLeadingTo(target: ConsentRequestState): ConsentRequestState[] {
  return consentRequestStates.filter((state) => consentRequestChanges[state].includes(target));
}
