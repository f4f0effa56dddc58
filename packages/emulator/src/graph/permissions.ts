/** Application permissions that let a caller in, least first (each operation's page, section Permissions). */
export const readsFullUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];
export const readsUsers = ['User.ReadBasic.All', ...readsFullUsers];
export const readsGroups = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];
export const readsOrganization = ['Organization.Read.All', 'Directory.Read.All', 'User.Read.All'];
export const readsDomains = ['Domain.Read.All', 'Directory.Read.All'];
export const readsApplications = ['Application.Read.All', 'Directory.Read.All'];
export const readsDevices = ['Device.Read.All', 'Directory.Read.All'];
export const readsSubscriptions = ['LicenseAssignment.Read.All', 'Organization.Read.All', 'Directory.Read.All'];
export const readsRoles = ['RoleManagement.Read.Directory', 'Directory.Read.All'];
export const readsAuditLog = ['AuditLog.Read.All'];
