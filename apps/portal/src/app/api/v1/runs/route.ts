import { handle } from '../_door/handle.ts';
import { offer } from '../_door/offer.ts';
import { listRunsOperation, startRunsOperation } from '../_operations/runs.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({
  GET: handle(listRunsOperation),
  POST: handle(startRunsOperation),
});
