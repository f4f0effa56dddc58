import { handle } from '../_door/handle.ts';
import { offer } from '../_door/offer.ts';
import { listJobsOperation } from '../_operations/jobs.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: handle(listJobsOperation) });
