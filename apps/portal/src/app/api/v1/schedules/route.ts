import { handle } from '../_door/handle.ts';
import { offer } from '../_door/offer.ts';
import { createScheduleOperation, listSchedulesOperation } from '../_operations/schedules.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({
  GET: handle(listSchedulesOperation),
  POST: handle(createScheduleOperation),
});
