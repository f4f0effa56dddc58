import { handle } from '../_door/handle.ts';
import { listTenantsOperation } from '../_operations/tenants.ts';

export const GET = handle(listTenantsOperation);
