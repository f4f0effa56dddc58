import { timingSafeEqual } from 'node:crypto';
import type { AppRegistration, World } from '../world/world.ts';
import { checkClientAssertion } from './client-assertion.ts';
import { type Refusal, refusals } from './refusal.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The client's name and proof as they came: in the form, or as HTTP Basic with both parts form-encoded. (RFC 6749, 2.3.1) */
export interface PresentedClient {
  readonly clientId: string | null;
  readonly secret: string | null;
  readonly assertion: string | null;
}

export function readPresentedClient(form: URLSearchParams, authorization: string | undefined): PresentedClient {
  const assertion = form.get('client_assertion_type') === assertionType ? form.get('client_assertion') : null;
  const inForm = { clientId: form.get('client_id'), secret: form.get('client_secret'), assertion };
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return inForm;
  const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { ...inForm, clientId: inForm.clientId ?? formDecode(id), secret: inForm.secret ?? formDecode(rest.join(':')) };
}

const formDecode = (text: string): string => new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';

/** Checks the proof. Gives how the client authenticated, or why not. */
export async function authenticateClient(
  world: World,
  registration: AppRegistration,
  presented: PresentedClient,
  tokenEndpoints: readonly string[],
): Promise<{ by: 'secret' | 'certificate' } | { refusal: Refusal }> {
  if (presented.assertion !== null) {
    const refusal = await checkClientAssertion(world, registration, presented.assertion, tokenEndpoints);
    return refusal ? { refusal } : { by: 'certificate' };
  }
  if (!presented.secret) return { refusal: refusals.noClientAuthentication() };
  const given = presented.secret;
  const known = registration.secrets.find(({ value }) => isSame(value, given));
  if (!known) return { refusal: refusals.wrongSecret(registration.clientId) };
  if (known.expiresAt !== null && known.expiresAt <= world.clock.now())
    return { refusal: refusals.expiredSecret(registration.clientId) };
  return { by: 'secret' };
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
