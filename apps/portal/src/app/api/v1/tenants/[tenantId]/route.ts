import { handle } from '../../_door/handle.ts';
import { findTenantOperation } from '../../_operations/tenants.ts';

export const GET = handle(findTenantOperation);
