import { handle } from '../../../_door/handle.ts';
import { offer } from '../../../_door/offer.ts';
import { retryRunOperation } from '../../../_operations/run-steering.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ POST: handle(retryRunOperation) });
