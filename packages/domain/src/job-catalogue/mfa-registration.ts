import { z } from 'zod';
import { defineJob } from './job-definition.ts';

export const mfaRegistration = defineJob({
  name: 'mfa-registration',
  title: 'MFA registration',
  summary: 'Lists who has registered which methods for multifactor authentication, and which administrators have not.',
  params: z.object({
    onlyUnregistered: z.boolean().default(false).meta({
      title: 'Only those without MFA',
      description: 'Leaves out everybody who has registered a method for multifactor authentication.',
    }),
    includeGuests: z
      .boolean()
      .default(true)
      .meta({ title: 'Include guests', description: 'Lists people of other organisations who were invited, too.' }),
  }),
  permissions: ['AuditLog.Read.All'],
  optionalPermissions: [],
  access: 'read',
  lane: 'bulk',
  startableByHand: true,
  resultColumns: [
    { key: 'user', title: 'User', kind: 'text' },
    { key: 'userPrincipalName', title: 'Sign-in name', kind: 'text' },
    { key: 'isAdmin', title: 'Administrator', kind: 'boolean' },
    { key: 'isMfaRegistered', title: 'MFA registered', kind: 'boolean' },
    { key: 'isMfaCapable', title: 'MFA capable', kind: 'boolean' },
    { key: 'isPasswordlessCapable', title: 'Passwordless capable', kind: 'boolean' },
    { key: 'isSsprRegistered', title: 'Password reset registered', kind: 'boolean' },
    { key: 'methodsRegistered', title: 'Methods', kind: 'list' },
    { key: 'defaultMfaMethod', title: 'Default method', kind: 'text' },
    { key: 'userType', title: 'Type', kind: 'text' },
    { key: 'lastUpdatedAt', title: 'As of', kind: 'date' },
    { key: 'userId', title: 'User id', kind: 'text' },
  ],
  docs: 'mfa-registration',
});
