/**
 * The connection of one tenant to our directory registration.
 *
 * - `settling`      a person who may decide approved; the worker proves that it is true. Enters from a consent callback. Leaves by proof, or by time.
 * - `active`        proven: every permission of the manifest is granted.
 * - `degraded`      proven, but a permission is missing: jobs that need it are held.
 * - `not_granted`   24 hours of proofs found nothing. A new consent, a check by a tenant admin, or a late proof reopens it.
 * - `needs_consent` the grant was there and is gone: two proofs at least a minute apart, or one unambiguous answer, said so.
 * - `unclaimed`     proven, but nobody who may decide stands behind it yet: an operator confirms.
 * - `disconnected`  ended on purpose. Only a tenant admin's new consent leads back.
 * - `erased`        its data is gone. Only a tenant admin's new consent leads back.
 * - `suspended`     stopped by an operator.
 */
export const connectionStates = [
  'settling',
  'active',
  'degraded',
  'not_granted',
  'needs_consent',
  'unclaimed',
  'disconnected',
  'erased',
  'suspended',
] as const;

export type ConnectionState = (typeof connectionStates)[number];

/** Every change of state that is allowed. A change that is not in this table is refused by the guarded update. */
export const connectionChanges: Record<ConnectionState, readonly ConnectionState[]> = {
  settling: ['active', 'degraded', 'unclaimed', 'not_granted', 'disconnected', 'suspended'],
  active: ['degraded', 'needs_consent', 'disconnected', 'suspended'],
  degraded: ['active', 'needs_consent', 'disconnected', 'suspended'],
  not_granted: ['settling', 'disconnected', 'suspended'],
  needs_consent: ['settling', 'disconnected', 'suspended'],
  unclaimed: ['active', 'degraded', 'needs_consent', 'disconnected', 'suspended'],
  disconnected: ['settling', 'erased'],
  erased: ['settling'],
  suspended: ['settling', 'disconnected'],
};

/** The states from which one may come to `target`. */
export function statesLeadingTo(target: ConnectionState): ConnectionState[] {
  return connectionStates.filter((state) => connectionChanges[state].includes(target));
}

/** States in which the tenant's jobs may run, as far as their permissions are granted. */
export const workingStates: readonly ConnectionState[] = ['active', 'degraded'];
