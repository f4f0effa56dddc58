import { z } from 'zod';
import { defineJob } from './job-definition.ts';

export const inactiveUsers = defineJob({
  name: 'inactive-users',
  title: 'Inactive users',
  summary: 'Lists the users who were not seen for a number of days, by the newest of their sign-ins and their creation.',
  params: z.object({
    days: z.int().min(1).max(3650).default(90).meta({
      title: 'Days without a sign-in',
      description: 'A user who was created later than that is not listed.',
    }),
    includeDisabled: z
      .boolean()
      .default(false)
      .meta({ title: 'Include disabled users', description: 'Lists accounts that are already blocked from signing in, too.' }),
    includeGuests: z
      .boolean()
      .default(true)
      .meta({ title: 'Include guests', description: 'Lists people of other organisations who were invited, too.' }),
  }),
  permissions: ['User.Read.All', 'AuditLog.Read.All'],
  optionalPermissions: [],
  access: 'read',
  lane: 'bulk',
  startableByHand: true,
  resultColumns: [
    { key: 'user', title: 'User', kind: 'text' },
    { key: 'userPrincipalName', title: 'Sign-in name', kind: 'text' },
    { key: 'inactiveDays', title: 'Days inactive', kind: 'number' },
    { key: 'lastActivityAt', title: 'Last activity', kind: 'date' },
    { key: 'lastSuccessfulSignInAt', title: 'Last successful sign-in', kind: 'date' },
    { key: 'lastInteractiveSignInAt', title: 'Last interactive sign-in', kind: 'date' },
    { key: 'lastNonInteractiveSignInAt', title: 'Last non-interactive sign-in', kind: 'date' },
    { key: 'createdAt', title: 'Created', kind: 'date' },
    { key: 'accountEnabled', title: 'Enabled', kind: 'boolean' },
    { key: 'userType', title: 'Type', kind: 'text' },
    { key: 'licences', title: 'Licences', kind: 'number' },
    { key: 'userId', title: 'User id', kind: 'text' },
  ],
  docs: 'inactive-users',
});
