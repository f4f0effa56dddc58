import { type BuiltInRole, builtInRoles } from '../directory/role-holders.ts';
import { seededGuid } from '../world/seeded-ids.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { unsupportedQuery } from './graph-refusal.ts';
import { memberWriter } from './group-members.ts';
import { activatedRoles, holdersOf } from './held-roles.ts';
import { allowOnly } from './odata-query.ts';
import { plainCollection } from './organization.ts';

/** resources/unifiedroledefinition.md */
const definitionOf = (role: BuiltInRole) => ({
  id: role.templateId,
  description: role.description,
  displayName: role.displayName,
  isBuiltIn: true,
  isEnabled: true,
  resourceScopes: ['/'],
  templateId: role.templateId,
  version: '1',
});

/** `GET /roleManagement/directory/roleDefinitions` (rbacapplication-list-roledefinitions.md) */
export function listRoleDefinitions(call: GraphCall): GraphAnswer {
  return plainCollection(call, 'roleManagement/directory/roleDefinitions', builtInRoles.map(definitionOf));
}

/**
 * `GET /roleManagement/directory/roleAssignments`, with `$filter=roleDefinitionId eq '…'` or `principalId`, and one thing expanded. All of
 * them on one page, which is fewer than a page holds in most tenants. (rbacapplication-list-roleassignments.md)
 */
export function listRoleAssignments(call: GraphCall): GraphAnswer {
  allowOnly(call.query, ['$filter', '$expand']);
  const expand = call.query.get('$expand') ?? null;
  if (expand !== null && expand !== 'principal' && expand !== 'roleDefinition')
    throw unsupportedQuery(`Cannot expand '${expand}'.`);
  const [, name, wanted] = readFilter(call.query.get('$filter'));
  const write = memberWriter(call, null);
  const value = activatedRoles(call.tenant).flatMap((role) =>
    holdersOf(call.tenant, role.templateId)
      .filter(({ id }) => name === undefined || wanted === (name === 'principalId' ? id : role.templateId))
      .map(({ index, id: principalId }) => {
        const assignment = {
          id: seededGuid('role assignment', call.tenant.tenantId, role.templateId, principalId),
          principalId,
          directoryScopeId: '/',
          roleDefinitionId: role.templateId,
          ...(expand === 'roleDefinition' ? { roleDefinition: definitionOf(role) } : {}),
        };
        const text = JSON.stringify(assignment);
        return expand === 'principal'
          ? `${text.slice(0, -1)},"principal":${write({ type: 'user', index, id: principalId })}}`
          : text;
      }),
  );
  const set = `roleManagement/directory/roleAssignments${expand === null ? '' : `(${expand}())`}`;
  const context = JSON.stringify(`${call.world.baseUrl}/v1.0/$metadata#${set}`);
  return { body: `{"@odata.context":${context},"value":[${value.join()}]}` };
}

function readFilter(text: string | undefined): readonly (string | undefined)[] {
  if (text === undefined) return [];
  const read = /^\s*(principalId|roleDefinitionId)\s+eq\s+'([^']+)'\s*$/.exec(text);
  if (!read) throw unsupportedQuery('Unsupported Query.');
  return [text, read[1], read[2]?.toLowerCase()];
}
