import type { DirectoryGroup } from '../directory/directory-objects.ts';
import type { PropertyTable } from './selection.ts';

const text = JSON.stringify;
const date = (group: DirectoryGroup) => `"${group.createdAt.toISOString().slice(0, 19)}Z"`;

/** Properties of Graph's group (resources/group.md). */
export const groupProperties: PropertyTable<DirectoryGroup> = {
  id: (group) => `"${group.id}"`,
  deletedDateTime: () => 'null',
  classification: () => 'null',
  createdDateTime: date,
  description: (group) => text(group.description),
  displayName: (group) => text(group.displayName),
  expirationDateTime: () => 'null',
  groupTypes: (group) => (group.unified ? '["Unified"]' : '[]'),
  isAssignableToRole: () => 'null',
  mail: (group) => text(group.mail),
  mailEnabled: (group) => String(group.mailEnabled),
  mailNickname: (group) => text(group.mailNickname),
  membershipRule: () => 'null',
  membershipRuleProcessingState: () => 'null',
  onPremisesSyncEnabled: () => 'null',
  preferredDataLocation: () => 'null',
  preferredLanguage: () => 'null',
  proxyAddresses: (group) => (group.mail === null ? '[]' : `[${text(`SMTP:${group.mail}`)}]`),
  renewedDateTime: date,
  securityEnabled: (group) => String(group.securityEnabled),
  theme: () => 'null',
  visibility: (group) => (group.unified ? '"Private"' : 'null'),
};

/** Without $select a group shows them all. */
export const defaultGroupProperties = Object.keys(groupProperties);
