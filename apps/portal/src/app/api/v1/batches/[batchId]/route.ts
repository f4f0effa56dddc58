import { handle } from '../../_door/handle.ts';
import { offer } from '../../_door/offer.ts';
import { findBatchOperation } from '../../_operations/batches.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: handle(findBatchOperation) });
