import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { Fault } from './faults.ts';

const jsonHeaders = { 'content-type': 'application/json' };

/** The answer a fault makes. `hang` never answers, `reset` tears the connection down, `cut-off` in the middle of an answer. */
export async function faultResponse(c: Context<EmulatorEnv>, fault: Fault): Promise<Response> {
  c.get('note').detail = `fault ${fault.kind}`;
  switch (fault.kind) {
    case 'throttled':
      return throttled(c, fault);
    case 'server-error':
      return c.json({ error: { code: statusCodes[fault.status], message: 'The service had a fault.' } }, fault.status);
    case 'empty-json':
      return c.body('{}', 503, jsonHeaders);
    case 'bad-gateway':
      return c.html('<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>', 502);
    case 'rubbish':
      return c.body('{"token_type":"Bea', 200, jsonHeaders);
    case 'no-token':
      return c.body('{"token_type":"Bearer","expires_in":3599}', 200, jsonHeaders);
    case 'claims-challenge':
      return claimsChallenge(c);
    case 'entra-error':
      return c.json({ error: fault.error, error_description: `AADSTS${fault.aadsts}`, error_codes: [fault.aadsts] }, 400);
    case 'hang':
      await new Promise<void>((done) => c.env.outgoing.once('close', () => done()));
      return answeredAlready();
    case 'reset':
      c.env.incoming.socket.resetAndDestroy();
      return answeredAlready();
    case 'cut-off':
      await cutOff(c);
      return answeredAlready();
  }
}

/** A copy: whoever reads the headers of the original makes the server answer by it from then on. */
const answeredAlready = () => RESPONSE_ALREADY_SENT.clone();

/** An answer that looks right until the connection ends in the middle of it. */
async function cutOff(c: Context<EmulatorEnv>): Promise<void> {
  const { outgoing } = c.env;
  // Another item of the same batch was cut off before.
  if (outgoing.headersSent) return;
  const begun = '{"@odata.context":"","value":[{"id":"00000000-0000-4000-8000-000000000000","displayName":"Ann';
  outgoing.writeHead(200, { ...jsonHeaders, 'content-length': begun.length * 10 });
  await new Promise<void>((done) => outgoing.write(begun, () => done()));
  outgoing.socket?.destroy();
}

const statusCodes = { 500: 'generalException', 503: 'serviceNotAvailable', 504: 'gatewayTimeout' } as const;

/** 429 with every form of Retry-After that was ever seen. (throttling.md) */
function throttled(c: Context<EmulatorEnv>, fault: Extract<Fault, { kind: 'throttled' }>): Response {
  const seconds = fault.retryAfterSeconds;
  const forms = {
    seconds: String(Math.ceil(seconds)),
    decimal: seconds.toFixed(3),
    // The waiting client has the machine's clock, whatever the emulator's shows.
    date: new Date(Date.now() + seconds * 1000).toUTCString(),
    garbage: 'soon',
    missing: null,
  };
  const retryAfter = forms[fault.retryAfter];
  if (retryAfter !== null) c.header('Retry-After', retryAfter);
  if (fault.scope !== null) c.header('x-ms-throttle-scope', fault.scope);
  return c.json({ error: { code: 'TooManyRequests', message: 'Too many requests.' } }, 429);
}

/** Continuous access evaluation asks for a fresh token. (claims-challenge.md) */
function claimsChallenge(c: Context<EmulatorEnv>): Response {
  const nbf = String(Math.floor(Date.now() / 1000));
  const claims = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value: nbf } } })).toString('base64');
  c.header(
    'WWW-Authenticate',
    `Bearer realm="", authorization_uri="", client_id="", error="insufficient_claims", claims="${claims}"`,
  );
  return c.json(
    { error: { code: 'InvalidAuthenticationToken', message: 'Continuous access evaluation resulted in challenge.' } },
    401,
  );
}
