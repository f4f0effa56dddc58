import type { TenantChoice } from '@tenantry/db';
import { z } from 'zod';
import { connectionStates } from '../connections/connection-states.ts';
import { tagSchema } from '../tenants/tags.ts';

/** Most tenants a selection may name one by one. */
const mostNamed = 10_000;

/** Which tenants are meant. Whom a tag, a filter or `all` means is decided anew each time the selection is used. */
export const selectionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('tag'), tag: tagSchema }),
  z.strictObject({
    kind: z.literal('filter'),
    states: z.array(z.enum(connectionStates)).min(1).optional(),
    search: z.string().trim().min(1).max(200).optional(),
  }),
  z.strictObject({ kind: z.literal('tenants'), tenantIds: z.array(z.guid().toLowerCase()).min(1).max(mostNamed) }),
]);

/** At most 10,000 tenants by name; tags in lower case; a search as in the list of tenants. */
export type Selection = z.output<typeof selectionSchema>;

/** The selection as the statements take it. */
export function choiceOf(selection: Selection): TenantChoice {
  const nobody = { tenantIds: null, tag: null, states: null, search: null };
  switch (selection.kind) {
    case 'all':
      return nobody;
    case 'tag':
      return { ...nobody, tag: selection.tag };
    case 'filter':
      return { ...nobody, states: selection.states ?? null, search: selection.search ?? null };
    case 'tenants':
      return { ...nobody, tenantIds: [...new Set(selection.tenantIds)] };
  }
}

/** The tenant of a selection that names a single one, else null. */
export function theOneTenant(selection: Selection): string | null {
  return selection.kind === 'tenants' && selection.tenantIds.length === 1 ? (selection.tenantIds[0] ?? null) : null;
}
