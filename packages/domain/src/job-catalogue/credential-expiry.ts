import { z } from 'zod';
import { defineJob } from './job-definition.ts';

export const credentialExpiry = defineJob({
  name: 'credential-expiry',
  title: 'Credential expiry',
  summary: 'Lists the secrets and certificates of the tenant’s own applications that have expired or expire soon.',
  params: z.object({
    withinDays: z.int().min(0).max(3650).default(30).meta({
      title: 'Expires within days',
      description: 'Credentials that have already expired are listed in any case.',
    }),
  }),
  permissions: ['Application.Read.All'],
  optionalPermissions: [],
  access: 'read',
  lane: 'bulk',
  startableByHand: true,
  resultColumns: [
    { key: 'application', title: 'Application', kind: 'text' },
    { key: 'kind', title: 'Kind', kind: 'text' },
    { key: 'credential', title: 'Credential', kind: 'text' },
    { key: 'standing', title: 'Standing', kind: 'text' },
    { key: 'expiresAt', title: 'Expires', kind: 'date' },
    { key: 'daysLeft', title: 'Days left', kind: 'number' },
    { key: 'startsAt', title: 'Valid from', kind: 'date' },
    { key: 'appId', title: 'Application id', kind: 'text' },
    { key: 'keyId', title: 'Key id', kind: 'text' },
  ],
  docs: 'credential-expiry',
});
