import { z } from 'zod';
import { type Control, control, tenantOf } from '../control/control.ts';
import { churn } from '../directory/churn.ts';
import { pagedResources, tenantGraphOf } from './tenant-graph.ts';

const tenantId = z.guid();
const onlyTenant = z.strictObject({ tenantId });
const durationMs = z.number().min(0);

/** How Graph behaves for one tenant, and for an app over all; changes made in bulk. */
export const behaviourControls: Control[] = [
  control({
    method: 'patch',
    path: '/throttle',
    summary:
      'How much of the documented quota an app has over all tenants (150,000 units in 20 s), and the Retry-After it announces',
    input: z.strictObject({
      scale: z.number().positive().default(1),
      retryAfterSeconds: z.number().positive().nullable().default(null),
      reportsPerTenSeconds: z
        .number()
        .positive()
        .nullable()
        .default(null)
        .describe('Requests for reports and audits over all tenants; one version of the documentation says 122'),
    }),
    run: (world, input) => Object.assign(world.appThrottle, input),
  }),
  control({
    method: 'post',
    path: '/tenants/{tenantId}/churn',
    summary:
      'Make N random changes to users, groups, memberships and devices; the same seed makes the same ones. Answers what was done, in order',
    input: z.strictObject({ tenantId, changes: z.int().min(1).max(100_000), seed: z.int().default(1) }),
    run(world, input) {
      const tenant = tenantOf(world, input.tenantId);
      return churn(tenant.directory, { ...input, spare: new Set(tenant.accounts.map(({ oid }) => oid.toLowerCase())) });
    },
  }),
  control({
    method: 'get',
    path: '/tenants/{tenantId}/graph',
    summary: 'How Graph behaves for this tenant',
    input: onlyTenant,
    run(world, input) {
      const { settings, quirks } = tenantGraphOf(tenantOf(world, input.tenantId));
      return { settings, quirks };
    },
  }),
  control({
    method: 'patch',
    path: '/tenants/{tenantId}/graph',
    summary: 'Change how Graph behaves for this tenant',
    input: z.strictObject({
      tenantId,
      latencyMs: durationMs.max(60_000).optional().describe('Added to each answer'),
      deltaPageSize: z.int().min(1).max(999).optional().describe('Objects on a page of a delta query'),
      longestPage: z.int().min(1).max(1000).optional().describe('Objects on any page, however many are asked for'),
      pageTokenLifeMs: durationMs.optional(),
      deltaTokenLifeMs: durationMs.optional(),
      lostDeltaAnswer: z
        .enum(['gone', 'sync-state-not-found'])
        .optional()
        .describe('How an unusable delta link is answered: 410 or 400'),
      replay: z.boolean().optional().describe('Delta pages in another order, with repeats and with changes told before'),
      signInActivityPerMinute: z
        .number()
        .positive()
        .nullable()
        .optional()
        .describe('Listings with signInActivity an app may ask for in a minute; one version of the documentation says 10'),
      auditNeedsLicence: z.boolean().optional().describe('Refuse directoryAudits without Entra ID P1 or P2'),
    }),
    run(world, { tenantId: id, ...change }) {
      const { settings } = tenantGraphOf(tenantOf(world, id));
      return Object.assign(settings, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
    },
  }),
  control({
    method: 'post',
    path: '/tenants/{tenantId}/graph/quirks',
    summary:
      'Something wrong with pages to come: a next link that repeats or leads to another host, no value, an early end, an empty page',
    input: z.strictObject({
      tenantId,
      kind: z.enum(['repeat-next-link', 'foreign-next-link', 'no-value', 'ends-early', 'empty-page']),
      resource: z.enum(pagedResources).nullable().default(null).describe('null = any listing'),
      afterPages: z.int().min(0).default(0).describe('Right pages before the first wrong one'),
      count: z.int().min(1).default(1).describe('Wrong pages'),
    }),
    run(world, { tenantId: id, count, ...quirk }) {
      const { quirks } = tenantGraphOf(tenantOf(world, id));
      quirks.push({ ...quirk, remaining: count });
      return quirks;
    },
  }),
  control({
    method: 'delete',
    path: '/tenants/{tenantId}/graph/quirks',
    summary: 'All pages to come are right again',
    input: onlyTenant,
    run(world, input) {
      tenantGraphOf(tenantOf(world, input.tenantId)).quirks.length = 0;
    },
  }),
  control({
    method: 'post',
    path: '/tenants/{tenantId}/graph/expire-page-tokens',
    summary: 'Every next link given out so far is an expired one',
    input: onlyTenant,
    run(world, input) {
      tenantGraphOf(tenantOf(world, input.tenantId)).pageTokenGeneration += 1;
    },
  }),
  control({
    method: 'post',
    path: '/tenants/{tenantId}/graph/lose-delta',
    summary: 'Every delta link given out so far is refused; a full pass is needed',
    input: onlyTenant,
    run(world, input) {
      tenantGraphOf(tenantOf(world, input.tenantId)).deltaTokenGeneration += 1;
    },
  }),
];
