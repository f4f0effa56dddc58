import { eventStream } from '../../../../live/event-stream.ts';
import { changeHub } from '../../../../live/process-hub.ts';
import { callerOf } from '../_door/caller.ts';
import { answerTo } from '../_door/handle.ts';

/** Every change in the fleet, for operators and for holders of an API key. */
export async function GET(request: Request): Promise<Response> {
  try {
    const caller = await callerOf(request, 'read');
    if (caller instanceof Response) return caller;
    const { stillAllowed } = caller;
    return await eventStream({ hub: changeHub(), wants: () => true, stillAllowed, signal: request.signal });
  } catch (error) {
    return answerTo(error);
  }
}
