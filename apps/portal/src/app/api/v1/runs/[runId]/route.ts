import { handle } from '../../_door/handle.ts';
import { findRunOperation } from '../../_operations/runs.ts';

export const GET = handle(findRunOperation);
