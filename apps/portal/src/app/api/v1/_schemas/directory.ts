import { z } from 'zod';
import { flag, guid, instant, pagingFields } from './paging.ts';

export const directoryUserSchema = z
  .object({
    id: guid,
    displayName: z.string().nullable(),
    userPrincipalName: z.string().nullable(),
    mail: z.string().nullable(),
    accountEnabled: z.boolean().nullable(),
    userType: z.string().nullable(),
    changedAt: instant,
    deletedAt: instant.nullable(),
  })
  .meta({ id: 'DirectoryUser' });

export const directoryGroupSchema = z
  .object({
    id: guid,
    displayName: z.string().nullable(),
    mail: z.string().nullable(),
    mailEnabled: z.boolean().nullable(),
    securityEnabled: z.boolean().nullable(),
    memberCount: z.number().int(),
    changedAt: instant,
    deletedAt: instant.nullable(),
  })
  .meta({ id: 'DirectoryGroup' });

export const directoryDeviceSchema = z
  .object({
    id: guid,
    displayName: z.string().nullable(),
    deviceId: z.string().nullable().meta({ description: 'What Intune and sign-in logs call the device by.' }),
    operatingSystem: z.string().nullable(),
    operatingSystemVersion: z.string().nullable(),
    accountEnabled: z.boolean().nullable(),
    trustType: z.string().nullable().meta({ description: 'Workplace, AzureAd or ServerAd.' }),
    changedAt: instant,
    deletedAt: instant.nullable(),
  })
  .meta({ id: 'DirectoryDevice' });

/** The fields of a list of directory objects. Whoever follows changes needs the deleted ones too, so these come with `changedSince`. */
export const directoryQuery = z.strictObject({
  ...pagingFields(1000),
  search: z.string().max(200).optional(),
  changedSince: z.iso
    .datetime({ offset: true, error: 'Give an instant such as 2026-01-31T09:00:00Z.' })
    .transform((text) => new Date(text))
    .optional()
    .meta({ description: 'Only what changed since, deleted ones included.' }),
  includeDeleted: flag.meta({ description: 'Deleted ones too; implied by `changedSince`.' }),
});
