import { z } from 'zod';
import type { RequestKind } from '../world/request-log.ts';
import { type Control, control } from './control.ts';

const kinds = [
  'discovery',
  'keys',
  'authorize',
  'code',
  'adminconsent',
  'token',
  'graph',
  'logout',
  'control',
  'page',
  'unknown',
] as const satisfies readonly RequestKind[];

export const logControls: Control[] = [
  control({
    method: 'get',
    path: '/requests',
    summary: 'What really happened, oldest first; `since` is a sequence number',
    input: z.strictObject({
      tenantId: z.guid().optional(),
      kind: z.enum(kinds).optional(),
      since: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(100_000).optional(),
    }),
    run: (world, { tenantId, kind, since, limit }) =>
      world.requests.query({
        ...(tenantId === undefined ? {} : { tenantId: tenantId.toLowerCase() }),
        ...(kind === undefined ? {} : { kind }),
        ...(since === undefined ? {} : { since }),
        ...(limit === undefined ? {} : { limit }),
      }),
  }),
  control({
    method: 'get',
    path: '/counters',
    summary: 'Exact counters per tenant (`none`: requests that name no tenant)',
    input: z.strictObject({}),
    run: (world) => world.requests.counters(),
  }),
  control({
    method: 'delete',
    path: '/counters',
    summary: 'Set all counters to zero and empty the log; sequence numbers go on',
    input: z.strictObject({}),
    run(world) {
      world.requests.reset();
    },
  }),
];
