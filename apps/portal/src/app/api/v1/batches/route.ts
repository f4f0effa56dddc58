import { handle } from '../_door/handle.ts';
import { offer } from '../_door/offer.ts';
import { listBatchesOperation, startBatchOperation } from '../_operations/batches.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({
  GET: handle(listBatchesOperation),
  POST: handle(startBatchOperation),
});
