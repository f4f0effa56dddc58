import { type Database, notifyChange } from '@tenantry/db';
import { holdAllForCredential, releaseAllForCredential } from '../runs/hold-and-release.ts';

/**
 * Opens the one breaker of the fleet: our own credential was refused, so every run is held and no tenant changes its state.
 *
 * @returns true when it was closed before, so that the caller alerts once
 */
export async function recordCredentialTrouble(db: Database, trouble: { code: string; now: Date }): Promise<boolean> {
  return db.asFleet(async (tx) => {
    const { count } = await tx.fleetState.updateMany({
      where: { id: 1, credentialBrokenSince: null },
      data: { credentialBrokenSince: trouble.now, credentialErrorCode: trouble.code, credentialTriedAt: trouble.now },
    });
    await holdAllForCredential(tx, trouble.now);
    if (count === 1) await notifyChange(tx, 'fleet');
    return count === 1;
  });
}

/** Closes the breaker after a token was issued, and lets the held runs go on. Returns whether it was open. */
export async function clearCredentialTrouble(db: Database, now: Date): Promise<boolean> {
  return db.asFleet(async (tx) => {
    const { count } = await tx.fleetState.updateMany({
      where: { id: 1, credentialBrokenSince: { not: null } },
      data: { credentialBrokenSince: null, credentialErrorCode: null, credentialTriedAt: null },
    });
    if (count === 0) return false;
    await releaseAllForCredential(tx, now);
    await notifyChange(tx, 'fleet');
    return true;
  });
}
