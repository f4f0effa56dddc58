import { handle } from '../../../_door/handle.ts';
import { offer } from '../../../_door/offer.ts';
import { resumeBatchOperation } from '../../../_operations/batches.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ POST: handle(resumeBatchOperation) });
