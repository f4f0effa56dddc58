import { Hono } from 'hono';
import type { EmulatorEnv } from '../world/request-log.ts';
import type { World } from '../world/world.ts';
import { adminConsentEndpoint } from './admin-consent.ts';
import { authorizeEndpoint } from './authorize.ts';
import { consentEndpoint, consentPageEndpoint } from './consent.ts';
import { instanceDiscovery, openIdConfiguration } from './discovery.ts';
import { logoutEndpoint } from './logout.ts';
import { pickEndpoint } from './pick-account.ts';
import { refusals } from './refusal.ts';
import { refusalJson } from './refusal-answer.ts';
import { pickerEndpoint } from './show-picker.ts';
import { publishedKeys } from './signing-keys.ts';
import { readTenantSegment } from './tenant-segment.ts';
import { tokenEndpoint } from './token.ts';

/** The sign-in host: discovery, keys, sign-in, consent, tokens, sign-out. */
export function createEntraApp(world: World): Hono<EmulatorEnv> {
  const app = new Hono<EmulatorEnv>();

  app.get('/common/discovery/instance', (c) => {
    c.get('note').kind = 'discovery';
    return c.json(instanceDiscovery(world));
  });
  for (const path of ['/:tenant/v2.0/.well-known/openid-configuration', '/:tenant/.well-known/openid-configuration'] as const) {
    app.get(path, (c) => {
      c.get('note').kind = 'discovery';
      const text = c.req.param('tenant');
      const segment = readTenantSegment(world, text);
      if (segment.kind === 'unknown') return refusalJson(world, c, refusals.tenantNotFound(text));
      return c.json(openIdConfiguration(world, segment, text));
    });
  }
  app.get('/:tenant/discovery/v2.0/keys', (c) => {
    c.get('note').kind = 'keys';
    return c.json(publishedKeys(world.keys, world.baseUrl));
  });

  app.on(['GET', 'POST'], '/:tenant/oauth2/v2.0/authorize', (c) => authorizeEndpoint(world, c));
  app.get('/:tenant/v2.0/adminconsent', (c) => adminConsentEndpoint(world, c, 2));
  app.get('/:tenant/adminconsent', (c) => adminConsentEndpoint(world, c, 1));
  app.get('/sign-in/:id', (c) => pickerEndpoint(world, c));
  app.post('/sign-in/:id', (c) => pickEndpoint(world, c));
  app.get('/consent/:id', (c) => consentPageEndpoint(world, c));
  app.post('/consent/:id', (c) => consentEndpoint(world, c));

  app.post('/:tenant/oauth2/v2.0/token', (c) => tokenEndpoint(world, c));
  app.get('/:tenant/oauth2/v2.0/token', (c) => {
    c.get('note').kind = 'token';
    return refusalJson(world, c, refusals.wrongVerb('GET'));
  });
  app.get('/:tenant/oauth2/v2.0/logout', (c) => logoutEndpoint(world, c));
  return app;
}
