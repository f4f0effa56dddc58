import { handle } from '../_door/handle.ts';
import { listJobsOperation } from '../_operations/jobs.ts';

export const GET = handle(listJobsOperation);
