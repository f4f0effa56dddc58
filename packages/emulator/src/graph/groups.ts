import type { DirectoryGroup } from '../directory/directory-objects.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { badRequest, notFound } from './graph-refusal.ts';
import { defaultGroupProperties, groupProperties } from './group-properties.ts';
import { answerListing } from './listing.ts';
import { contextOf } from './listing-page.ts';
import { allowOnly, isEventual, readFilter } from './odata-query.ts';
import { compileSelection, type Selection } from './selection.ts';

const groupSelection = (select: string | null): Selection<DirectoryGroup> =>
  compileSelection(groupProperties, { select, defaults: defaultGroupProperties, typeName: 'group' });

/** `GET /groups` (group-list.md) */
export async function listGroups(call: GraphCall): Promise<GraphAnswer> {
  allowOnly(call.query, ['$select', '$top', '$count', '$filter', '$skiptoken']);
  const { directory } = call.tenant;
  const filtered = (text: string) => {
    const filter = readFilter(text, ['id']);
    const found = filter.by === 'id' ? filter.ids.map((id) => directory.group(id)) : [];
    return found.filter((group) => group !== undefined).toSorted((a, b) => a.index - b.index);
  };
  return answerListing(call, {
    resource: 'groups',
    path: '/groups',
    of: '',
    entitySet: 'groups',
    hearsCount: call.query.get('$count') === 'true' && isEventual(call.header('consistencylevel')),
    count: (filter) => (filter === null ? directory.groupCount : filtered(filter).length),
    page({ position: [position = 0], limit, select, filter }) {
      const selection = groupSelection(select);
      const found =
        filter === null
          ? directory.groups(position, limit + 1)
          : filtered(filter)
              .filter((group) => group.index >= position)
              .slice(0, limit + 1);
      const next = found.length > limit ? [found.pop()?.index ?? 0] : null;
      return { items: found.map((group) => `{${selection.write(group)}}`), next };
    },
  });
}

/** `GET /groups/$count` (aad-advanced-queries.md) */
export function answerGroupCount(call: GraphCall): GraphAnswer {
  allowOnly(call.query, []);
  if (!isEventual(call.header('consistencylevel'))) throw badRequest('$count is not currently supported.');
  return { body: String(call.tenant.directory.groupCount), contentType: 'text/plain' };
}

/** `GET /groups/{id}` (group-get.md) */
export function getGroup(call: GraphCall): GraphAnswer {
  allowOnly(call.query, ['$select']);
  const group = groupOf(call);
  const select = call.query.get('$select') ?? null;
  const context = JSON.stringify(`${call.world.baseUrl}/v1.0/$metadata#${contextOf('groups', select)}/$entity`);
  return { body: `{"@odata.context":${context},${groupSelection(select).write(group)}}` };
}

/** The group a path names. */
export function groupOf(call: GraphCall): DirectoryGroup {
  const group = call.tenant.directory.group(call.param('group'));
  if (!group) throw notFound(call.param('group'));
  return group;
}
