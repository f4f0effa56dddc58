import { handle } from '../_door/handle.ts';
import { listRunsOperation, startRunsOperation } from '../_operations/runs.ts';

export const GET = handle(listRunsOperation);
export const POST = handle(startRunsOperation);
