import { handle } from '../../../_door/handle.ts';
import { offer } from '../../../_door/offer.ts';
import { listResultsOperation } from '../../../_operations/run-results.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: handle(listResultsOperation) });
