import { handle } from '../../_door/handle.ts';
import { offer } from '../../_door/offer.ts';
import { changeScheduleOperation, deleteScheduleOperation, findScheduleOperation } from '../../_operations/schedules.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({
  GET: handle(findScheduleOperation),
  PATCH: handle(changeScheduleOperation),
  DELETE: handle(deleteScheduleOperation),
});
