import { type Actor, type ApiScope, findApiKey } from '@tenantry/domain';
import { isSameOrigin } from '../../../../server/same-origin.ts';
import { services } from '../../../../server/services.ts';
import { operatorSessionOf } from '../../../../server/session.ts';
import { problem } from './problem.ts';

/** Who calls the API, and whether they still may. */
export interface Caller {
  actor: Actor;
  /** Asks anew; for answers that stay open. */
  stillAllowed(): Promise<boolean>;
}

/**
 * Who sent a request: the owner of a bearer key that has the scope, or, for reading from a page of our own, the operator who is signed in.
 *
 * @returns an answer of 401 or 403 when neither
 */
export async function callerOf(request: Request, scope: ApiScope): Promise<Caller | Response> {
  const authorization = request.headers.get('authorization');
  return authorization === null ? callerBySession(request, scope) : callerByKey(authorization, scope);
}

async function callerByKey(authorization: string, scope: ApiScope): Promise<Caller | Response> {
  const find = () => findApiKey(services().db, /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? '', new Date());
  const key = await find();
  if (key === null) {
    return problem('unauthorized', 'The API key is unknown, revoked or expired.', {
      headers: { 'www-authenticate': 'Bearer realm="tenantry", error="invalid_token"' },
    });
  }
  if (!key.scopes.includes(scope)) {
    return problem('forbidden', `The API key lacks the scope "${scope}".`, {
      headers: { 'www-authenticate': `Bearer realm="tenantry", error="insufficient_scope", scope="${scope}"` },
    });
  }
  return { actor: { kind: 'api-key', id: key.id, name: key.name }, stillAllowed: async () => (await find()) !== null };
}

async function callerBySession(request: Request, scope: ApiScope): Promise<Caller | Response> {
  const find = () => operatorSessionOf(request);
  const session = askedByOwnPage(request) ? await find() : null;
  if (session === null) {
    return problem('unauthorized', 'Send an API key as `Authorization: Bearer …`.', {
      headers: { 'www-authenticate': 'Bearer realm="tenantry"' },
    });
  }
  if (scope !== 'read') return problem('forbidden', 'A signed-in operator may only read here; changes need an API key.');
  return {
    actor: { kind: 'operator', id: session.oid, name: session.name },
    stillAllowed: async () => (await find()) !== null,
  };
}

/** `none` is an operator who typed the address. */
function askedByOwnPage(request: Request): boolean {
  return isSameOrigin(request.headers) || request.headers.get('sec-fetch-site') === 'none';
}
