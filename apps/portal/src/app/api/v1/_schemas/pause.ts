import { z } from 'zod';
import { instant } from './paging.ts';

/** Somebody paused something. */
export const pause = z
  .object({
    by: z.string().meta({ description: 'Who paused it, such as `operator:<object id>`.' }),
    at: instant,
    until: instant.nullable().meta({ description: 'When it goes on by itself; null = when somebody resumes it.' }),
  })
  .meta({ id: 'Pause' });

/** Until when something is paused; left out, until somebody resumes it. */
export const untilField = z.iso
  .datetime({ offset: true, error: 'Give an instant such as 2026-01-31T09:00:00Z.' })
  .transform((text) => new Date(text))
  .refine((until) => until > new Date(), 'Give a moment in the future.')
  .optional();
