import type { ResultRow } from '@tenantry/domain';
import { z } from 'zod';
import { objectType } from '../object-type.ts';

export const groupSchema = z.object({ id: z.guid(), displayName: z.string().nullish() });
export type Group = z.infer<typeof groupSchema>;

export const memberSchema = z.object({
  '@odata.type': z.string().optional(),
  id: z.guid(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
export type Member = z.infer<typeof memberSchema>;

/** The row of a group stands before those of its members: its key is the beginning of theirs. */
export function groupRow(group: { id: string; name: string | null }, members: number | null): ResultRow {
  const row = {
    group: group.name,
    members,
    member: null,
    userPrincipalName: null,
    memberType: null,
    groupId: group.id,
    memberId: null,
  };
  return { key: group.id.toLowerCase(), row };
}

/** What is hidden from us, because the permission for its type is missing, has only its id. */
export function memberRow(group: { id: string; name: string | null }, member: Member): ResultRow {
  const row = {
    group: group.name,
    members: null,
    member: member.displayName ?? null,
    userPrincipalName: member.userPrincipalName ?? null,
    memberType: objectType(member['@odata.type']),
    groupId: group.id,
    memberId: member.id,
  };
  return { key: `${group.id.toLowerCase()} ${member.id.toLowerCase()}`, row };
}
