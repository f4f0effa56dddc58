import { digestText, mix32 } from './mixing.ts';

/** A built-in directory role (permissions-reference.md of Entra roles). */
export interface BuiltInRole {
  readonly templateId: string;
  readonly displayName: string;
  readonly description: string;
  /** How many people of a tenant hold it: this many for each digit of the number of users beyond the first two. */
  readonly perDigit: number;
}

const role = (templateId: string, displayName: string, perDigit: number, description: string): BuiltInRole => ({
  templateId,
  displayName,
  description,
  perDigit,
});

export const builtInRoles: readonly BuiltInRole[] = [
  role(
    '62e90394-69f5-4237-9190-012177145e10',
    'Global Administrator',
    1,
    'Can manage all aspects of Microsoft Entra ID and Microsoft services that use Microsoft Entra identities.',
  ),
  role(
    'e8611ab8-c189-46e8-94e1-60213ab1f814',
    'Privileged Role Administrator',
    0,
    'Can manage role assignments in Microsoft Entra ID.',
  ),
  role(
    '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    'Application Administrator',
    1,
    'Can create and manage all aspects of app registrations and enterprise apps.',
  ),
  role(
    '158c047a-c907-4556-b7ef-446551a6b5f7',
    'Cloud Application Administrator',
    0,
    'Can create and manage all aspects of app registrations and enterprise apps except App Proxy.',
  ),
  role('fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator', 2, 'Can manage all aspects of users and groups.'),
  role('729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk Administrator', 3, 'Can reset passwords for non-administrators.'),
  role('29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange Administrator', 1, 'Can manage all aspects of the Exchange product.'),
  role(
    'f28a1f50-f6e7-4571-818b-6a12f2af6b6c',
    'SharePoint Administrator',
    1,
    'Can manage all aspects of the SharePoint service.',
  ),
  role('3a2c62db-5318-420d-8d74-23affee5d9d5', 'Intune Administrator', 1, 'Can manage all aspects of the Intune product.'),
  role(
    '194ae4cb-b126-40b2-bd5b-6091b380977d',
    'Security Administrator',
    1,
    'Can read security information and reports, and manage configuration.',
  ),
  role(
    'c4e39bd9-1100-46d3-8c65-fb160da0071f',
    'Authentication Administrator',
    1,
    'Can view, set and reset authentication method information for any non-admin user.',
  ),
  role('f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader', 2, 'Can read everything that a Global Administrator can.'),
  role('b0f54661-2d74-4c50-afa3-1ec803f12efe', 'Billing Administrator', 0, 'Can perform common billing related tasks.'),
];

/** Who holds which role besides the people who sign in, whose roles stand in their accounts. */
export interface RoleHolders {
  /** Indexes of users, each once; some of them may not be there any more. */
  of(templateId: string): number[];
  add(templateId: string, userIndex: number): void;
  remove(templateId: string, userIndex: number): void;
}

/** Small tenants have nobody but their accounts; large ones some more for every tenfold of users. */
export function createRoleHolders(options: { tenantId: string; seed: number; users: number; accounts: number }): RoleHolders {
  const { users, accounts } = options;
  const root = digestText(`${options.tenantId}/roles`, options.seed);
  const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, users))) - 1);
  const added = new Map<string, Set<number>>();
  const removed = new Map<string, Set<number>>();

  const generated = ({ templateId, perDigit }: BuiltInRole): number[] => {
    if (users <= accounts) return [];
    const start = digestText(templateId, root);
    return Array.from(
      { length: perDigit * digits },
      (_, place) => accounts + (mix32(start ^ Math.imul(place + 1, 0x9e3779b1)) % (users - accounts)),
    );
  };
  const inSet = (sets: Map<string, Set<number>>, templateId: string) => {
    const set = sets.get(templateId) ?? new Set();
    sets.set(templateId, set);
    return set;
  };

  return {
    of(templateId) {
      const builtIn = builtInRoles.find((each) => each.templateId === templateId);
      const all = new Set([...(builtIn ? generated(builtIn) : []), ...(added.get(templateId) ?? [])]);
      for (const index of removed.get(templateId) ?? []) all.delete(index);
      return [...all];
    },
    add(templateId, userIndex) {
      inSet(added, templateId).add(userIndex);
      inSet(removed, templateId).delete(userIndex);
    },
    remove(templateId, userIndex) {
      inSet(added, templateId).delete(userIndex);
      inSet(removed, templateId).add(userIndex);
    },
  };
}
