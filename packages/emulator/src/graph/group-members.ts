import type { DirectoryMember } from '../directory/directory-objects.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { badRequest } from './graph-refusal.ts';
import { groupProperties } from './group-properties.ts';
import { groupOf } from './groups.ts';
import { answerListing } from './listing.ts';
import { allowOnly, isEventual } from './odata-query.ts';
import { readsUsers } from './permissions.ts';
import { compileSelection, namesIn } from './selection.ts';
import { defaultUserProperties, userPropertiesWith } from './user-properties.ts';

/** `GET /groups/{id}/members`: direct members, users and groups mixed (group-list-members.md) */
export async function listMembers(call: GraphCall): Promise<GraphAnswer> {
  allowOnly(call.query, ['$select', '$top', '$count', '$skiptoken']);
  const group = groupOf(call);
  const { directory } = call.tenant;
  return answerListing(call, {
    resource: 'members',
    path: `/groups/${group.id}/members`,
    of: group.id,
    entitySet: 'directoryObjects',
    hearsCount: call.query.get('$count') === 'true' && isEventual(call.header('consistencylevel')),
    count: () => directory.memberCount(group.index),
    page({ position: [position = 0], limit, select }) {
      const write = memberWriter(call, select);
      const { members, next } = directory.members(group.index, position, limit);
      return { items: members.map(write), next: next === null ? null : [next] };
    },
  });
}

/** `GET /groups/{id}/members/$count` (aad-advanced-queries.md) */
export function answerMemberCount(call: GraphCall): GraphAnswer {
  allowOnly(call.query, []);
  if (!isEventual(call.header('consistencylevel'))) throw badRequest('$count is not currently supported.');
  return { body: String(call.tenant.directory.memberCount(groupOf(call).index)), contentType: 'text/plain' };
}

/** Each kind of member shows those of the selected properties it has; a user the caller may not read only its type and id. */
export function memberWriter(call: GraphCall, select: string | null): (member: DirectoryMember) => string {
  const names = select === null ? defaultUserProperties : namesIn(select);
  const { directory } = call.tenant;
  const userProperties = userPropertiesWith(directory.facts, directory.signInIdAt);
  const of = (table: object) => names.filter((name) => Object.hasOwn(table, name));
  const unknown = names.find((name) => !Object.hasOwn(userProperties, name) && !Object.hasOwn(groupProperties, name));
  const users = compileSelection(userProperties, {
    select: [...of(userProperties), unknown].filter(Boolean).join(),
    defaults: [],
    typeName: 'directoryObject',
  });
  const groups = compileSelection(groupProperties, { select: of(groupProperties).join(), defaults: [], typeName: 'group' });
  const mayReadUsers = readsUsers.some((permission) => call.caller.roles.includes(permission));
  return (member) => {
    const type = `"@odata.type":"#microsoft.graph.${member.type}"`;
    const user = member.type === 'user' && mayReadUsers ? directory.userAt(member.index) : undefined;
    const group = member.type === 'group' ? directory.groupAt(member.index) : undefined;
    const properties = user ? users.write(user) : group ? groups.write(group) : `"id":"${member.id}"`;
    return properties === '' ? `{${type}}` : `{${type},${properties}}`;
  };
}
