import { z } from 'zod';
import { defineJob } from './job-definition.ts';

export const adminRoles = defineJob({
  name: 'admin-roles',
  title: 'Administrator roles',
  summary: 'Lists who holds which administrator role of the directory.',
  params: z.object({
    onlyPrivileged: z.boolean().default(false).meta({
      title: 'Only privileged roles',
      description: 'Leaves out the roles Microsoft does not mark as privileged.',
    }),
  }),
  permissions: ['RoleManagement.Read.Directory'],
  optionalPermissions: ['User.Read.All'],
  access: 'read',
  lane: 'bulk',
  startableByHand: true,
  resultColumns: [
    { key: 'role', title: 'Role', kind: 'text' },
    { key: 'privileged', title: 'Privileged', kind: 'boolean' },
    { key: 'member', title: 'Holder', kind: 'text' },
    { key: 'userPrincipalName', title: 'Sign-in name', kind: 'text' },
    { key: 'memberType', title: 'Type', kind: 'text' },
    { key: 'accountEnabled', title: 'Enabled', kind: 'boolean' },
    { key: 'roleTemplateId', title: 'Role id', kind: 'text' },
    { key: 'memberId', title: 'Holder id', kind: 'text' },
  ],
  docs: 'admin-roles',
});
