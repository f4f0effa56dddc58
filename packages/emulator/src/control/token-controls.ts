import { z } from 'zod';
import { rotateSigningKeys } from '../entra/signing-keys.ts';
import { type Control, control } from './control.ts';

export const tokenControls: Control[] = [
  control({
    method: 'patch',
    path: '/token-policy',
    summary: 'Lifetime of app-only tokens (null = random, 60 to 90 minutes) and refresh_in (null = not sent)',
    input: z.strictObject({
      lifetimeSeconds: z.int().positive().nullable().optional(),
      refreshInSeconds: z.int().positive().nullable().optional(),
    }),
    run(world, input) {
      const { tokenPolicy } = world;
      if (input.lifetimeSeconds !== undefined) tokenPolicy.lifetimeSeconds = input.lifetimeSeconds;
      if (input.refreshInSeconds !== undefined) tokenPolicy.refreshInSeconds = input.refreshInSeconds;
      return tokenPolicy;
    },
  }),
  control({
    method: 'post',
    path: '/keys/rotate',
    summary: 'Sign with a new key; the old one stays published unless keepPublished is false',
    input: z.strictObject({ keepPublished: z.boolean().default(true) }),
    async run(world, input) {
      await rotateSigningKeys(world.keys, input.keepPublished);
      return { kid: world.keys.current.kid };
    },
  }),
];
