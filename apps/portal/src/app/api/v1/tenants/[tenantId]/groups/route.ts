import { handle } from '../../../_door/handle.ts';
import { listGroupsOperation } from '../../../_operations/directory.ts';

export const GET = handle(listGroupsOperation);
