import type { DirectoryUser } from '../directory/directory-objects.ts';
import { type BuiltInRole, builtInRoles } from '../directory/role-holders.ts';
import type { Tenant } from '../world/world.ts';

/** Live users who hold a role, each once: the people who sign in by their accounts' roles, the others as the directory has it. */
export function holdersOf(tenant: Tenant, templateId: string): DirectoryUser[] {
  const { directory } = tenant;
  const found = new Map<number, DirectoryUser>();
  const keep = (user: DirectoryUser | undefined) => user && found.set(user.index, user);
  for (const { oid, wids } of tenant.accounts) if (wids.includes(templateId)) keep(directory.user(oid));
  for (const index of directory.roles.of(templateId)) keep(directory.userAt(index));
  return [...found.values()].toSorted((a, b) => a.index - b.index);
}

/** directoryrole-list.md: only roles that were activated, which giving them to somebody does. */
export const activatedRoles = (tenant: Tenant): BuiltInRole[] =>
  builtInRoles.filter(({ templateId }) => holdersOf(tenant, templateId).length > 0);

/** Indexes of everybody who holds any role. */
export const administratorsOf = (tenant: Tenant): Set<number> =>
  new Set(builtInRoles.flatMap(({ templateId }) => holdersOf(tenant, templateId).map(({ index }) => index)));
