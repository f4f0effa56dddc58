import { handle } from '../../../_door/handle.ts';
import { listUsersOperation } from '../../../_operations/directory.ts';

export const GET = handle(listUsersOperation);
