import { checkCadence, nextFirings, scheduleWishSchema } from '@tenantry/domain';
import { consoleAction } from '../console-action.ts';

const shown = 5;
const cadence = scheduleWishSchema.pick({ cron: true, timeZone: true, everyMinutes: true });

/** When a schedule with such times would fire next, or what is wrong with them. Half of what is asked here is not filled in yet, so nothing is refused. */
export const POST = consoleAction(cadence, async (wish) => {
  const checked = checkCadence(wish);
  if ('problems' in checked) return { firings: [], ...checked };
  return { firings: nextFirings(checked, new Date(), shown), problems: [] };
});
