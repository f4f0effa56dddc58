import type { World } from '../world/world.ts';

export type FaultTarget = 'token' | 'graph' | 'authorize' | 'adminconsent';

/** How an answer goes wrong. */
export type Fault =
  | {
      kind: 'throttled';
      retryAfter: 'seconds' | 'decimal' | 'date' | 'garbage' | 'missing';
      retryAfterSeconds: number;
      scope: string | null;
    }
  | { kind: 'server-error'; status: 500 | 503 | 504 }
  | { kind: 'empty-json' }
  | { kind: 'bad-gateway' }
  | { kind: 'hang' }
  | { kind: 'reset' }
  | { kind: 'cut-off' }
  | { kind: 'rubbish' }
  | { kind: 'no-token' }
  | { kind: 'claims-challenge' }
  | { kind: 'entra-error'; error: string; aadsts: number };

export interface FaultRule {
  readonly id: string;
  readonly target: FaultTarget;
  /** null = every tenant. */
  readonly tenantId: string | null;
  /** null = every path; else the path of the request begins with it. */
  readonly pathPrefix: string | null;
  /** How often it still happens; null = until the rule is cleared. */
  remaining: number | null;
  /** Between 0 and 1: how many of the matching requests it hits. */
  readonly share: number;
  readonly fault: Fault;
}

/** The fault the next answer shall have, or null. Uses up one of a counted rule; draws from the world's dice for a share. */
export function nextFault(world: World, at: { target: FaultTarget; tenantId: string | null; path: string }): Fault | null {
  if (world.faults.length === 0) return null;
  for (const rule of world.faults) {
    if (rule.target !== at.target || rule.remaining === 0) continue;
    if (rule.tenantId !== null && rule.tenantId !== at.tenantId) continue;
    if (rule.pathPrefix !== null && !at.path.startsWith(rule.pathPrefix)) continue;
    if (rule.share < 1 && world.random() >= rule.share) continue;
    if (rule.remaining !== null) rule.remaining -= 1;
    return rule.fault;
  }
  return null;
}
