import { z } from 'zod';
import { defineJob } from './job-definition.ts';

export const groupMembershipExport = defineJob({
  name: 'group-membership-export',
  title: 'Group membership export',
  summary: 'Lists groups and everybody in them, also through groups that are members of groups.',
  params: z.object({
    search: z.string().trim().max(256).default('').meta({
      title: 'Groups whose name contains',
      description: 'Empty: every group. Not used when groups are named by id.',
    }),
    groupIds: z.array(z.guid()).max(100).default([]).meta({
      title: 'Groups by id',
      description: 'Object ids of at most 100 groups. Empty: by name.',
    }),
    transitive: z.boolean().default(true).meta({
      title: 'Members of members',
      description: 'Also lists who belongs to a group through another group.',
    }),
  }),
  permissions: ['GroupMember.Read.All'],
  optionalPermissions: ['User.Read.All', 'Device.Read.All'],
  access: 'read',
  lane: 'bulk',
  startableByHand: true,
  resultColumns: [
    { key: 'group', title: 'Group', kind: 'text' },
    { key: 'members', title: 'Members', kind: 'number' },
    { key: 'member', title: 'Member', kind: 'text' },
    { key: 'userPrincipalName', title: 'Sign-in name', kind: 'text' },
    { key: 'memberType', title: 'Type', kind: 'text' },
    { key: 'groupId', title: 'Group id', kind: 'text' },
    { key: 'memberId', title: 'Member id', kind: 'text' },
  ],
  docs: 'group-membership-export',
});
