import { findSchedule, type OperatorRole, type ScheduleDetail } from '@tenantry/domain';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { readGuid } from '../../../../components/console/query.ts';
import { services } from '../../../../server/services.ts';
import { type OperatorSession, requireOperator } from '../../../../server/session.ts';

const read = cache((scheduleId: string) => findSchedule(services().db, scheduleId));

/** Who asks and the schedule their page is about. Sends strangers to sign in; a schedule nobody knows is a 404. */
export async function scheduleOfPage(
  params: Promise<{ scheduleId: string }>,
  minimum: OperatorRole = 'Viewer',
): Promise<{ session: OperatorSession; schedule: ScheduleDetail }> {
  const { scheduleId } = await params;
  const session = await requireOperator(minimum, { to: 'schedule', id: scheduleId });
  const id = readGuid(scheduleId);
  return { session, schedule: (id === undefined ? null : await read(id)) ?? notFound() };
}
