import { z } from 'zod';
import { defineJob } from './job-definition.ts';

export const licenceInventory = defineJob({
  name: 'licence-inventory',
  title: 'Licence inventory',
  summary: 'Lists what is subscribed and assigned, and each licence that a disabled or inactive user holds.',
  params: z.object({
    countInactive: z.boolean().default(true).meta({
      title: 'Look for inactive users',
      description: 'Needs sign-in activity, which Microsoft shows only to organisations with Microsoft Entra ID P1 or P2.',
    }),
    inactiveDays: z.int().min(1).max(3650).default(90).meta({
      title: 'Inactive after days',
      description: 'A user who was not seen for so many days counts as inactive.',
    }),
  }),
  permissions: ['Organization.Read.All', 'User.Read.All'],
  optionalPermissions: ['AuditLog.Read.All'],
  access: 'read',
  lane: 'bulk',
  startableByHand: true,
  resultColumns: [
    { key: 'what', title: 'What', kind: 'text' },
    { key: 'licence', title: 'Licence', kind: 'text' },
    { key: 'status', title: 'Status', kind: 'text' },
    { key: 'purchased', title: 'Purchased', kind: 'number' },
    { key: 'assigned', title: 'Assigned', kind: 'number' },
    { key: 'free', title: 'Free', kind: 'number' },
    { key: 'onDisabled', title: 'On disabled users', kind: 'number' },
    { key: 'onInactive', title: 'On inactive users', kind: 'number' },
    { key: 'user', title: 'User', kind: 'text' },
    { key: 'userPrincipalName', title: 'Sign-in name', kind: 'text' },
    { key: 'lastActivityAt', title: 'Last activity', kind: 'date' },
    { key: 'skuId', title: 'Licence id', kind: 'text' },
    { key: 'userId', title: 'User id', kind: 'text' },
  ],
  docs: 'licence-inventory',
});
