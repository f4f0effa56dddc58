import { randomBytes } from 'node:crypto';
import type { World } from '../world/world.ts';
import type { AdminConsentRequest } from './admin-consent-request.ts';
import type { AuthorizeRequest } from './authorize-request.ts';

const interactionLifeMs = 60 * 60_000;

/** The person who was chosen on the picker. */
export interface ChosenPerson {
  readonly tenantId: string;
  readonly oid: string;
  readonly sessionId: string;
  readonly authenticatedAt: Date;
}

interface Pending {
  readonly id: string;
  readonly expiresAt: Date;
  person: ChosenPerson | null;
}

/** A checked request that waits for a person: first to choose an account, then to consent. */
export type WaitingSignIn = Pending & { readonly kind: 'authorize'; readonly request: AuthorizeRequest };
export type WaitingAdminConsent = Pending & { readonly kind: 'adminconsent'; readonly request: AdminConsentRequest };
export type Interaction = WaitingSignIn | WaitingAdminConsent;

/** Remembers a request until a person has dealt with it, for an hour at most. */
export function openInteraction<Waiting extends Interaction>(world: World, waiting: Omit<Waiting, keyof Pending>): Waiting {
  const now = world.clock.nowMs();
  for (const [id, old] of world.interactions) {
    if (old.expiresAt.getTime() > now) break;
    world.interactions.delete(id);
  }
  const id = randomBytes(18).toString('base64url');
  const interaction = { ...waiting, id, expiresAt: new Date(now + interactionLifeMs), person: null } as unknown as Waiting;
  world.interactions.set(id, interaction);
  return interaction;
}

/** The waiting request of that id, or null once it is done or too old. */
export function findInteraction(world: World, id: string): Interaction | null {
  const interaction = world.interactions.get(id);
  return interaction && interaction.expiresAt.getTime() > world.clock.nowMs() ? interaction : null;
}

/** Done: pressing Back afterwards finds nothing. */
export function closeInteraction(world: World, interaction: Interaction): void {
  world.interactions.delete(interaction.id);
}
