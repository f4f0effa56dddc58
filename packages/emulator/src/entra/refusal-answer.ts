import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { errorPage } from '../pages/error-page.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import { isGuid } from '../world/seeded-ids.ts';
import type { World } from '../world/world.ts';
import type { Refusal } from './refusal.ts';

/** A refusal as it leaves the house: with the ids a support case would name. */
export interface StampedRefusal extends Refusal {
  readonly traceId: string;
  readonly correlationId: string;
  readonly timestamp: string;
  readonly description: string;
}

/** The id the caller gave this request (query or header), if it is a GUID; else a new one. */
export function correlationIdOf(c: Context<EmulatorEnv>): string {
  const given = c.req.header('client-request-id') ?? c.req.query('client-request-id');
  return given !== undefined && isGuid(given) ? given.toLowerCase() : randomUUID();
}

/** Adds trace id, correlation id and time, and the text that carries them. */
export function stampRefusal(world: World, c: Context<EmulatorEnv>, refusal: Refusal): StampedRefusal {
  const traceId = randomUUID();
  const correlationId = correlationIdOf(c);
  const timestamp = `${world.clock.now().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const description = [
    `AADSTS${refusal.aadsts}: ${refusal.text}`,
    `Trace ID: ${traceId}`,
    `Correlation ID: ${correlationId}`,
    `Timestamp: ${timestamp}`,
  ].join('\r\n');
  c.get('note').detail = `AADSTS${refusal.aadsts} ${refusal.error}`;
  return { ...refusal, traceId, correlationId, timestamp, description };
}

/** The answer of the token endpoint. (v2-oauth2-client-creds-grant-flow.md, error response) */
export function refusalJson(world: World, c: Context<EmulatorEnv>, refusal: Refusal): Response {
  const stamped = stampRefusal(world, c, refusal);
  return c.json(
    {
      error: stamped.error,
      error_description: stamped.description,
      error_codes: [stamped.aadsts],
      timestamp: stamped.timestamp,
      trace_id: stamped.traceId,
      correlation_id: stamped.correlationId,
      error_uri: `${world.baseUrl}/error?code=${stamped.aadsts}`,
    },
    stamped.status,
  );
}

/** The page Entra shows on its own host when it must not, or cannot, send the browser back. */
export function refusalPage(world: World, c: Context<EmulatorEnv>, refusal: Refusal): Response | Promise<Response> {
  return c.html(errorPage(stampRefusal(world, c, refusal)), 400);
}
