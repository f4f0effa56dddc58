import { resumeFleet } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { problem } from '../../../api/v1/_door/problem.ts';
import { consoleAction } from '../console-action.ts';

/** Lets the runs of all tenants go on. */
export const POST = consoleAction(
  z.strictObject({}),
  async (_wish, actor) => {
    const { db, ring } = services();
    const outcome = await resumeFleet(db, ring, { actor, now: new Date() });
    return outcome === 'done' ? { outcome } : problem('refused', 'The fleet is not paused any more.');
  },
  'Admin',
);
