import type { Slice } from '../engine/slice.ts';

/** Whether the newest proof before this slice saw an optional permission. Graph has the last word: it may be lost since. */
export function holdsPermission({ claim }: Pick<Slice, 'claim'>, permission: string): boolean {
  return claim.grantedPermissions.includes(permission);
}
