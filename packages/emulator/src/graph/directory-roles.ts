import type { BuiltInRole } from '../directory/role-holders.ts';
import { seededGuid } from '../world/seeded-ids.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { notFound } from './graph-refusal.ts';
import { memberWriter } from './group-members.ts';
import { activatedRoles, holdersOf } from './held-roles.ts';
import { contextOf } from './listing-page.ts';
import { allowOnly } from './odata-query.ts';
import { plainCollection, plainObject } from './organization.ts';

/** A role has an id of its own in every tenant. */
const idIn = (call: GraphCall, templateId: string) => seededGuid('directory role', call.tenant.tenantId, templateId);

/** resources/directoryrole.md */
const shown = (call: GraphCall, role: BuiltInRole) => ({
  id: idIn(call, role.templateId),
  deletedDateTime: null,
  description: role.description,
  displayName: role.displayName,
  roleTemplateId: role.templateId,
});

/** `GET /directoryRoles`: never paged (directoryrole-list.md) */
export function listDirectoryRoles(call: GraphCall): GraphAnswer {
  return plainCollection(
    call,
    'directoryRoles',
    activatedRoles(call.tenant).map((role) => shown(call, role)),
  );
}

/** `GET /directoryRoles/{id}` and `GET /directoryRoles(roleTemplateId='…')` (directoryrole-get.md) */
export function getDirectoryRole(call: GraphCall): GraphAnswer {
  return plainObject(call, 'directoryRoles', shown(call, roleOf(call)));
}

/** `GET /directoryRoles/{id}/members`: never paged (directoryrole-list-members.md) */
export function listRoleMembers(call: GraphCall): GraphAnswer {
  allowOnly(call.query, ['$select']);
  const select = call.query.get('$select') ?? null;
  const write = memberWriter(call, select);
  const members = holdersOf(call.tenant, roleOf(call).templateId).map(({ index, id }) => write({ type: 'user', index, id }));
  const context = JSON.stringify(`${call.world.baseUrl}/v1.0/$metadata#${contextOf('directoryObjects', select)}`);
  return { body: `{"@odata.context":${context},"value":[${members.join()}]}` };
}

function roleOf(call: GraphCall): BuiltInRole {
  const name = call.param('role').toLowerCase();
  const templateId = /^directoryRoles\(roleTemplateId='([^']+)'\)$/i.exec(call.param('entity'))?.[1]?.toLowerCase();
  const found = activatedRoles(call.tenant).find((role) =>
    templateId === undefined ? idIn(call, role.templateId) === name : role.templateId === templateId,
  );
  if (!found) throw notFound(templateId ?? name);
  return found;
}
