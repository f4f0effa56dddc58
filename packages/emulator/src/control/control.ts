import type { z } from 'zod';
import type { World } from '../world/world.ts';

/**
 * One thing a test or a script can do to the emulator, under `/_emulator`. The table of these gives the routes, the input checks and the
 * OpenAPI document.
 */
export interface Control {
  method: 'get' | 'post' | 'patch' | 'delete';
  /** With parameters in braces: `/tenants/{tenantId}/users`. */
  path: string;
  summary: string;
  /** All input in one object: path parameters, query (strings: use `z.coerce`) of get and delete, JSON body of post and patch. */
  input?: z.ZodObject;
  /** The answer as JSON (undefined = 204), or a `Response` of its own, e.g. a stream. */
  run(world: World, input: never): unknown;
}

/** Ties the schema of a control to the type its `run` receives. */
export function control<Schema extends z.ZodObject>(definition: {
  method: Control['method'];
  path: string;
  summary: string;
  input: Schema;
  run(world: World, input: z.infer<Schema>): unknown;
}): Control {
  return definition;
}

/** A control that cannot do what it was asked; the text goes to the caller. */
export class ControlError extends Error {
  readonly code: 'not-found' | 'conflict' | 'bad-input';

  constructor(code: ControlError['code'], message: string) {
    super(message);
    this.name = 'ControlError';
    this.code = code;
  }
}

/** The tenant of that id, or a `not-found` {@link ControlError}. */
export function tenantOf(world: World, tenantId: string) {
  const tenant = world.tenants.get(tenantId.toLowerCase());
  if (!tenant) throw new ControlError('not-found', `No tenant has the id ${tenantId}.`);
  return tenant;
}
