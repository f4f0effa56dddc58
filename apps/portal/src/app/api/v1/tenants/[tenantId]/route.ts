import { handle } from '../../_door/handle.ts';
import { offer } from '../../_door/offer.ts';
import { findTenantOperation } from '../../_operations/tenants.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: handle(findTenantOperation) });
