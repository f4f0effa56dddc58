import { handle } from '../../../_door/handle.ts';
import { offer } from '../../../_door/offer.ts';
import { listDevicesOperation } from '../../../_operations/directory.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: handle(listDevicesOperation) });
