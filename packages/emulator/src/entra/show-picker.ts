import type { Context } from 'hono';
import { accountPickerPage } from '../pages/account-picker-page.ts';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { type BrowserSession, currentSession } from './browser-session.ts';
import { usernameOfHint } from './id-token.ts';
import { findInteraction, type Interaction } from './interaction.ts';
import { peopleAt } from './people.ts';
import { refusals } from './refusal.ts';
import { refusalPage } from './refusal-answer.ts';
import { isFreshEnough } from './silent-sign-in.ts';

/** The session that "Stay signed in as" may use for this request. */
export function reusableSession(world: World, c: Context<EmulatorEnv>, interaction: Interaction): BrowserSession | null {
  const session = currentSession(world, c);
  const isFresh = session !== null && (interaction.kind === 'adminconsent' || isFreshEnough(world, interaction.request, session));
  return isFresh ? session : null;
}

/** The page "Pick an account". */
export function showPicker(world: World, c: Context<EmulatorEnv>, interaction: Interaction): Response | Promise<Response> {
  const { segment, registration } = interaction.request;
  const hint = interaction.kind === 'authorize' ? interaction.request.loginHint : null;
  const find = c.req.query('find') ?? (hint === null ? '' : usernameOfHint(hint));
  return c.html(
    accountPickerPage({
      interactionId: interaction.id,
      appName: registration.displayName,
      tenantName: segment.kind === 'tenant' ? segment.tenant.name : null,
      find,
      signedInAs: reusableSession(world, c, interaction)?.username ?? null,
      canTurnBack: interaction.request.redirectUri !== null,
      ...peopleAt(world, segment, find),
    }),
  );
}

/** `GET /sign-in/{id}`: the picker again, filtered or after "use another account". */
export function pickerEndpoint(world: World, c: Context<EmulatorEnv>): Response | Promise<Response> {
  const interaction = findInteraction(world, c.req.param('id') ?? '');
  return interaction ? showPicker(world, c, interaction) : refusalPage(world, c, refusals.flowExpired());
}
