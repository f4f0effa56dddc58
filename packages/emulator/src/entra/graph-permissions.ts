/** Graph application permissions the emulator knows: app role id and the text on the consent page. (permissions-reference.md) */
export const graphAppId = '00000003-0000-0000-c000-000000000000';
export const graphResource = 'https://graph.microsoft.com';

export const applicationPermissions: Readonly<Record<string, { id: string; title: string; description: string }>> = {
  'User.Read.All': {
    id: 'df021288-bdef-4463-88db-98f22de89214',
    title: "Read all users' full profiles",
    description: 'Allows the app to read user profiles without a signed-in user.',
  },
  'User.ReadBasic.All': {
    id: '97235f07-e226-4f63-ace3-39588e11d3a1',
    title: "Read all users' basic profiles",
    description: 'Allows the app to read a basic set of profile properties of other users without a signed-in user.',
  },
  'User.ReadWrite.All': {
    id: '741f803b-c850-494e-b5df-cde7c675a1ca',
    title: "Read and write all users' full profiles",
    description: 'Allows the app to read and update user profiles without a signed-in user.',
  },
  'User.EnableDisableAccount.All': {
    id: '3011c876-62b7-4ada-afa2-506cbbecc68c',
    title: 'Enable and disable user accounts',
    description: 'Allows the app to enable and disable user accounts without a signed-in user.',
  },
  'User.RevokeSessions.All': {
    id: '77f3a031-c388-4f99-b373-dc68676a979e',
    title: 'Revoke all sign-in sessions of a user',
    description: 'Allows the app to revoke all sign-in sessions of a user without a signed-in user.',
  },
  'User.DeleteRestore.All': {
    id: 'eccc023d-eccf-4e7b-9683-8813ab36cecc',
    title: 'Delete and restore all users',
    description: 'Allows the app to delete and restore all users without a signed-in user.',
  },
  'Group.Read.All': {
    id: '5b567255-7703-4780-807c-7be8301ae99b',
    title: 'Read all groups',
    description: 'Allows the app to read group properties, memberships and content without a signed-in user.',
  },
  'GroupMember.Read.All': {
    id: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
    title: 'Read all group memberships',
    description: 'Allows the app to read memberships and basic group properties for all groups without a signed-in user.',
  },
  'Device.Read.All': {
    id: '7438b122-aefc-4978-80ed-43db9fcc7715',
    title: 'Read all devices',
    description: "Allows the app to read your organization's devices' configuration without a signed-in user.",
  },
  'Directory.Read.All': {
    id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
    title: 'Read directory data',
    description: "Allows the app to read data in your organization's directory without a signed-in user.",
  },
  'Organization.Read.All': {
    id: '498476ce-e0fe-48b0-b801-37ba7e2685c6',
    title: 'Read organization information',
    description: 'Allows the app to read the organization and related resources without a signed-in user.',
  },
  'Domain.Read.All': {
    id: 'dbb9058a-0e50-45d7-ae91-66909b5d4664',
    title: 'Read domains',
    description: 'Allows the app to read all domain properties without a signed-in user.',
  },
  'AuditLog.Read.All': {
    id: 'b0afded3-3588-46d8-8b3d-9842eff778da',
    title: 'Read all audit log data',
    description: 'Allows the app to read and query your audit log activities without a signed-in user.',
  },
  'Application.Read.All': {
    id: '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
    title: 'Read all applications',
    description: 'Allows the app to read all applications and service principals without a signed-in user.',
  },
  'LicenseAssignment.ReadWrite.All': {
    id: '5facf0c1-8979-4e95-abcf-ff3d079771c0',
    title: 'Manage all license assignments',
    description: 'Allows the app to manage license assignments for users and groups without a signed-in user.',
  },
  'RoleManagement.Read.Directory': {
    id: '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
    title: 'Read all directory RBAC settings',
    description: 'Allows the app to read role-based access control settings of the directory without a signed-in user.',
  },
  'Policy.Read.All': {
    id: '246dd0d5-5bd0-4def-940b-0421030a5b68',
    title: "Read your organization's policies",
    description: "Allows the app to read all your organization's policies without a signed-in user.",
  },
};

/** Delegated Graph permissions that may be asked for by name; an application permission asked for by name is refused. */
export const delegatedPermissions: Readonly<Record<string, { title: string }>> = {
  'User.Read': { title: 'Sign in and read user profile' },
  'Calendars.Read': { title: 'Read user calendars' },
  'Mail.Send': { title: 'Send mail as a user' },
};

/** Scopes of OpenID Connect, never tied to a resource. (scopes-oidc.md) */
export const openIdScopes: Readonly<Record<string, { title: string }>> = {
  openid: { title: 'Sign you in' },
  profile: { title: 'View your basic profile' },
  email: { title: 'View your email address' },
  offline_access: { title: 'Maintain access to data you have given it access to' },
};
