import { z } from 'zod';
import { defineJob } from './job-definition.ts';

export const verifyConnection = defineJob({
  name: 'verify-connection',
  title: 'Verify connection',
  summary: 'Proves with a fresh token and one call for each permission that the tenant still grants what was approved.',
  params: z.object({}),
  permissions: [],
  optionalPermissions: [],
  access: 'read',
  lane: 'prompt',
  startableByHand: true,
  resultColumns: [],
  docs: 'verify-connection',
});
