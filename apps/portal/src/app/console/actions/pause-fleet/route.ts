import { pauseFleet } from '@tenantry/domain';
import { z } from 'zod';
import { services } from '../../../../server/services.ts';
import { problem } from '../../../api/v1/_door/problem.ts';
import { untilField } from '../../../api/v1/_schemas/pause.ts';
import { consoleAction } from '../console-action.ts';

/** Pauses the runs of all tenants. */
export const POST = consoleAction(
  z.strictObject({ until: untilField }),
  async ({ until }, actor) => {
    const outcome = await pauseFleet(services().db, { until, actor, now: new Date() });
    return outcome === 'done' ? { outcome } : problem('refused', 'That moment has passed already.');
  },
  'Admin',
);
