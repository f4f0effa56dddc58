import type { Slice } from '../engine/slice.ts';

/** Whether the newest proof saw an optional permission. Graph has the last word: it may be lost since. */
export async function holdsPermission(slice: Slice, permission: string): Promise<boolean> {
  const { tenantId } = slice;
  const connection = await slice.read((tx) =>
    tx.connection.findUnique({ where: { tenantId }, select: { grantedPermissions: true } }),
  );
  return connection?.grantedPermissions.includes(permission) ?? false;
}
