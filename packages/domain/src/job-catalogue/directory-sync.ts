import { z } from 'zod';
import { defineJob } from './job-definition.ts';

export const directorySync = defineJob({
  name: 'directory-sync',
  title: 'Directory sync',
  summary:
    'Reads the organisation, its users, groups, memberships and devices: everything the first time, afterwards only what changed.',
  params: z.object({
    fullPass: z
      .boolean()
      .default(false)
      .meta({ title: 'Read everything again', description: 'Ignores the saved delta links and compares the whole directory.' }),
  }),
  permissions: ['User.Read.All', 'GroupMember.Read.All', 'Organization.Read.All'],
  optionalPermissions: ['Device.Read.All'],
  access: 'read',
  lane: 'bulk',
  startableByHand: true,
  resultColumns: [],
  docs: 'directory-sync',
});
