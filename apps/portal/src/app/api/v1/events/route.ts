import { endedStream, isOwnEventSource } from '../../../../live/end-of-session.ts';
import { eventStream } from '../../../../live/event-stream.ts';
import { changeHub } from '../../../../live/process-hub.ts';
import { callerOf } from '../_door/caller.ts';
import { answerTo } from '../_door/handle.ts';
import { offer } from '../_door/offer.ts';

/** Every change in the fleet, for operators and for holders of an API key. */
async function tell(request: Request): Promise<Response> {
  try {
    const caller = await callerOf(request, 'read');
    if (caller instanceof Response) return isOwnEventSource(request) ? endedStream() : caller;
    const { stillAllowed } = caller;
    return await eventStream({ hub: changeHub(), wants: () => true, stillAllowed, signal: request.signal });
  } catch (error) {
    return answerTo(error);
  }
}

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = offer({ GET: tell });
