import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FaultRule } from '../faults/faults.ts';
import { type Control, ControlError, control } from './control.ts';

const plain = (kind: 'empty-json' | 'bad-gateway' | 'hang' | 'reset' | 'cut-off' | 'rubbish' | 'no-token' | 'claims-challenge') =>
  z.strictObject({ kind: z.literal(kind) });

const fault = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('throttled'),
    retryAfter: z.enum(['seconds', 'decimal', 'date', 'garbage', 'missing']).default('seconds'),
    retryAfterSeconds: z.number().positive().default(10),
    scope: z.string().nullable().default(null).describe('x-ms-throttle-scope, for example Application/ReadWrite/<appId>'),
  }),
  z.strictObject({
    kind: z.literal('server-error'),
    status: z.union([z.literal(500), z.literal(503), z.literal(504)]).default(503),
  }),
  plain('empty-json'),
  plain('bad-gateway'),
  plain('hang'),
  plain('reset'),
  plain('cut-off'),
  plain('rubbish'),
  plain('no-token'),
  plain('claims-challenge'),
  z.strictObject({ kind: z.literal('entra-error'), error: z.string(), aadsts: z.int().positive() }),
]);

const newRule = z.strictObject({
  target: z.enum(['token', 'graph', 'authorize', 'adminconsent']),
  tenantId: z.guid().nullable().default(null).describe('null = every tenant'),
  pathPrefix: z.string().nullable().default(null).describe('For example /v1.0/users; null = every path'),
  count: z.int().positive().nullable().default(null).describe('How often it happens; null = until cleared'),
  share: z.number().min(0).max(1).default(1).describe('How many of the matching requests it hits'),
  fault,
});

export const faultControls: Control[] = [
  control({
    method: 'get',
    path: '/faults',
    summary: 'Faults that are armed, in the order they are tried',
    input: z.strictObject({}),
    run: (world) => world.faults,
  }),
  control({
    method: 'post',
    path: '/faults',
    summary: 'Arm a fault',
    input: newRule,
    run(world, { count, tenantId, ...given }) {
      const rule: FaultRule = { ...given, id: randomUUID(), tenantId: tenantId?.toLowerCase() ?? null, remaining: count };
      world.faults.push(rule);
      return rule;
    },
  }),
  control({
    method: 'delete',
    path: '/faults',
    summary: 'Clear all faults',
    input: z.strictObject({}),
    run(world) {
      world.faults.length = 0;
    },
  }),
  control({
    method: 'delete',
    path: '/faults/{id}',
    summary: 'Clear one fault',
    input: z.strictObject({ id: z.guid() }),
    run(world, input) {
      const at = world.faults.findIndex(({ id }) => id === input.id);
      if (at < 0) throw new ControlError('not-found', `No fault has the id ${input.id}.`);
      world.faults.splice(at, 1);
    },
  }),
];
