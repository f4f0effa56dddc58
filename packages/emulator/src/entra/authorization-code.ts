import { randomBytes } from 'node:crypto';
import type { World } from '../world/world.ts';

const codeLifeMs = 10 * 60_000;

/** What a code stands for until it is redeemed. (v2-oauth2-auth-code-flow.md: about 10 minutes, once) */
export interface AuthorizationCode {
  readonly clientId: string;
  readonly tenantId: string;
  readonly oid: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly nonce: string | null;
  readonly codeChallenge: { value: string; method: 'S256' | 'plain' } | null;
  readonly authenticatedAt: Date;
  readonly sessionId: string;
  readonly expiresAt: Date;
  redeemed: boolean;
}

/** A new code; the text goes to the browser. */
export function issueCode(world: World, content: Omit<AuthorizationCode, 'expiresAt' | 'redeemed'>): string {
  const now = world.clock.nowMs();
  for (const [text, old] of world.codes) {
    // Redeemed ones are kept as long as fresh ones could live, so that a second use is told apart from an unknown code.
    if (old.expiresAt.getTime() + codeLifeMs < now) world.codes.delete(text);
    else break;
  }
  const text = `1.${randomBytes(48).toString('base64url')}`;
  world.codes.set(text, { ...content, expiresAt: new Date(now + codeLifeMs), redeemed: false });
  return text;
}
