import { z } from 'zod';
import { guid, instant } from './paging.ts';

export const invitationSchema = z
  .object({
    id: guid,
    label: z.string(),
    url: z.string().meta({ description: 'The link for the customer. It lets a person begin, and proves nothing.' }),
    externalRef: z.string().nullable(),
    tenantId: guid.nullable(),
    domain: z.string().nullable(),
    standing: z.enum(['open', 'expired', 'revoked']),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'Invitation' });

const domainName = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i;

/** An empty field of a form is one that was left out. */
function leftOut<Schema extends z.ZodType>(schema: Schema) {
  return z.union([z.literal('').transform(() => undefined), schema.optional()]);
}

/** What makes an invitation. */
export const newInvitationSchema = z
  .strictObject({
    label: z.string().trim().min(1, 'Say who the link is for.').max(120),
    externalRef: leftOut(z.string().trim().max(120)).meta({ description: 'Your own reference; needs `tenantId` or `domain`.' }),
    tenantId: leftOut(z.guid('This is not a tenant id (a GUID).').toLowerCase()).meta({
      description: 'The one tenant that may use it.',
    }),
    domain: leftOut(z.string().trim().max(253).regex(domainName, 'This is not a domain name.')).meta({
      description: 'A verified domain of the one tenant that may use it.',
    }),
    expiresInDays: z.int('Give a number of days.').min(1).max(365).default(14),
  })
  .refine((wish) => wish.externalRef === undefined || wish.tenantId !== undefined || wish.domain !== undefined, {
    path: ['externalRef'],
    message: 'A reference needs the tenant id or a verified domain of the tenant it belongs to.',
  })
  .meta({ id: 'NewInvitation' });
