import { afterAll, beforeAll, expect, it } from 'vitest';
import { homeTenantId } from '../customers/registrations.ts';
import { type Emulator, startEmulator } from '../start-emulator.ts';
import { consumerTenantId } from './signing-keys.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ customers: 'none' });
});
afterAll(() => emulator.close());

async function read(path: string) {
  const answer = await fetch(`${emulator.url}${path}`);
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

it('the metadata of a tenant names its id, asked for by id or domain, with or without v2.0', async () => {
  for (const path of [`/${homeTenantId}/v2.0`, '/contoso-cloud.example/v2.0', `/${homeTenantId}`]) {
    const { json } = await read(`${path}/.well-known/openid-configuration`);
    expect(json).toMatchObject({
      issuer: `${emulator.url}/${homeTenantId}/v2.0`,
      authorization_endpoint: `${emulator.url}/${homeTenantId}/oauth2/v2.0/authorize`,
      token_endpoint: `${emulator.url}/${homeTenantId}/oauth2/v2.0/token`,
      jwks_uri: `${emulator.url}/${homeTenantId}/discovery/v2.0/keys`,
    });
  }
});

it('the metadata of organizations and common has a template for issuer', async () => {
  for (const word of ['organizations', 'common']) {
    const { json } = await read(`/${word}/v2.0/.well-known/openid-configuration`);
    expect(json).toMatchObject({
      issuer: `${emulator.url}/{tenantid}/v2.0`,
      token_endpoint: `${emulator.url}/${word}/oauth2/v2.0/token`,
    });
  }
});

it('a tenant that does not exist has none', async () => {
  const { status, json } = await read('/nowhere.example/v2.0/.well-known/openid-configuration');
  expect([status, json.error_codes]).toEqual([400, [90002]]);
});

it('each published key says for which issuer it may sign', async () => {
  const { json } = await read('/common/discovery/v2.0/keys');
  expect(json.keys).toEqual([
    expect.objectContaining({
      kid: emulator.world.keys.current.kid,
      kty: 'RSA',
      use: 'sig',
      issuer: `${emulator.url}/{tenantid}/v2.0`,
    }),
    expect.objectContaining({ kid: emulator.world.keys.consumer.kid, issuer: `${emulator.url}/${consumerTenantId}/v2.0` }),
  ]);
  expect(JSON.stringify(json)).not.toMatch(/"d":|"p":|"q":/);
});

it('instance discovery points back at the emulator', async () => {
  const { json } = await read('/common/discovery/instance?api-version=1.1');
  expect(json.tenant_discovery_endpoint).toBe(`${emulator.url}/common/v2.0/.well-known/openid-configuration`);
});
