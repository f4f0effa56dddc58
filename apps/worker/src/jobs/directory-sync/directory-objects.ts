import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Properties we keep. Another list means another full pass, because `$select` also limits which changes a delta round shows. */
const userProperties = ['id', 'displayName', 'userPrincipalName', 'mail', 'accountEnabled', 'userType'];
const deviceProperties = [
  'id',
  'deviceId',
  'displayName',
  'operatingSystem',
  'operatingSystemVersion',
  'accountEnabled',
  'trustType',
];
const groupProperties = ['id', 'displayName', 'mail', 'mailEnabled', 'securityEnabled', 'members'];

export const selectOf = {
  users: userProperties.join(','),
  groups: groupProperties.join(','),
  devices: deviceProperties.join(','),
};
export type Resource = keyof typeof selectOf;

/** Names a selection in a saved cursor. */
export function selectHash(resource: Resource): string {
  return createHash('sha256').update(selectOf[resource]).digest('hex').slice(0, 16);
}

/** Reason `changed`: restorable; `deleted`: for ever. Both mean gone ("Use delta query to track changes", delta-query-overview.md). */
const removed = z.object({ reason: z.string().optional() });

// A property that a delta round leaves out did not change; one that is null was emptied.
const text = z.string().nullable().optional();
const flag = z.boolean().nullable().optional();

export const userSchema = z.object({
  id: z.guid(),
  displayName: text,
  userPrincipalName: text,
  mail: text,
  accountEnabled: flag,
  userType: text,
  '@removed': removed.optional(),
});
export type GraphUser = z.infer<typeof userSchema>;

export const groupSchema = z.object({
  id: z.guid(),
  displayName: text,
  mail: text,
  mailEnabled: flag,
  securityEnabled: flag,
  'members@delta': z
    .array(z.object({ id: z.guid(), '@odata.type': z.string().optional(), '@removed': removed.optional() }))
    .optional(),
  '@removed': removed.optional(),
});
export type GraphGroup = z.infer<typeof groupSchema>;

export const deviceSchema = z.object({
  id: z.guid(),
  deviceId: text,
  displayName: text,
  operatingSystem: text,
  operatingSystemVersion: text,
  accountEnabled: flag,
  trustType: text,
  '@removed': removed.optional(),
});
export type GraphDevice = z.infer<typeof deviceSchema>;

export const organizationSchema = z.object({
  value: z.tuple([
    z.object({
      id: z.guid(),
      displayName: z.string(),
      countryLetterCode: text,
      verifiedDomains: z.array(z.object({ name: z.string(), isDefault: z.boolean().optional() })),
    }),
  ]),
});
export const organizationPath = '/organization?$select=id,displayName,verifiedDomains,countryLetterCode';
