import type { SignInTransaction } from '@tenantry/entra/consent';
import { z } from 'zod';
import { cookiesOf, dropCookie, readSealedCookie, setSealedCookie } from './cookies.ts';
import type { RouteName } from './route-names.ts';

const hourSeconds = 3600;
const mostInProgress = 5;

const transaction = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  tenant: z.string(),
  redirectUri: z.string(),
  startedAt: z.string(),
}) satisfies z.ZodType<SignInTransaction>;

/** What each kind of sign-in leads to. */
const leadsTo = {
  operatorSignIns: z.object({ to: z.string() as z.ZodType<RouteName>, id: z.string().optional() }),
  connectSignIns: z.object({ to: z.enum(['confirm', 'status']), invitationCode: z.string().nullable() }),
};

type Kind = keyof typeof leadsTo;
type Afterwards<K extends Kind> = z.output<(typeof leadsTo)[K]>;

/** A sign-in that this browser has begun, as its sealed cookie keeps it. */
interface BegunSignIn<K extends Kind> {
  transaction: SignInTransaction;
  afterwards: Afterwards<K>;
}

/** Adds a sign-in to those of this browser; the oldest of more than five is given up. Gives the `Set-Cookie` value. */
export async function rememberSignIn<K extends Kind>(kind: K, request: Request, begun: BegunSignIn<K>): Promise<string> {
  const known = await readSignIns(kind, request);
  return setSealedCookie(kind, { signIns: [...known, begun].slice(-mostInProgress) }, hourSeconds);
}

/** Takes the sign-in that an answer's `state` names out of those of this browser. Gives it, or null, and the `Set-Cookie` value. */
export async function takeSignIn<K extends Kind>(
  kind: K,
  request: Request,
  state: string | null,
): Promise<{ begun: BegunSignIn<K> | null; setCookie: string }> {
  const known = await readSignIns(kind, request);
  const begun = known.find((one) => one.transaction.state === state) ?? null;
  const rest = known.filter((one) => one !== begun);
  return { begun, setCookie: rest.length === 0 ? dropCookie(kind) : await setSealedCookie(kind, { signIns: rest }, hourSeconds) };
}

async function readSignIns<K extends Kind>(kind: K, request: Request): Promise<BegunSignIn<K>[]> {
  const schema = z.object({ signIns: z.array(z.object({ transaction, afterwards: leadsTo[kind] })) });
  const content = await readSealedCookie(cookiesOf(request), kind, schema);
  return (content?.signIns ?? []) as BegunSignIn<K>[];
}
