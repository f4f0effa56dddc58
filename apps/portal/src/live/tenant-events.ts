import { eventStream } from './event-stream.ts';
import { changeHub } from './process-hub.ts';

/**
 * The events a tenant's own page may hear: changes of this tenant and its runs, and nothing of anybody else.
 *
 * @param options.stillAllowed whether the session that asked still exists; asked every five seconds
 * @throws DatabaseError when the database cannot be listened to
 */
export function tenantEvents(options: {
  tenantId: string;
  stillAllowed: () => Promise<boolean>;
  signal: AbortSignal;
}): Promise<Response> {
  return eventStream({
    hub: changeHub(),
    wants: (change) => change.kind === 'everything' || ('tenantId' in change && change.tenantId === options.tenantId),
    stillAllowed: options.stillAllowed,
    signal: options.signal,
  });
}
