import { services } from '../server/services.ts';
import { type ChangeHub, createChangeHub } from './change-hub.ts';

const slot = Symbol.for('tenantry.portal.changeHub');

/** The one hub of this process, made at the first call. On globalThis, because Next gives routes module graphs of their own. */
export function changeHub(): ChangeHub {
  const home = globalThis as { [slot]?: ChangeHub };
  home[slot] ??= createChangeHub((onChange) => services().db.listen(onChange));
  return home[slot];
}
