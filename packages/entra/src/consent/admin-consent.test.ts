import { expect, test } from 'vitest';
import { adminConsentUrl } from './index.ts';

const input = {
  entraBaseUrl: 'https://login.microsoftonline.com',
  tenantId: 'c0000000-0000-4000-8000-00000000000a',
  clientId: 'd1000000-0000-4000-8000-00000000d1d1',
  graphResource: 'https://graph.microsoft.com',
  redirectUri: 'https://portal.example.com/connect/callback',
  state: 'a b&c',
};

test('the admin consent address is pinned to the tenant and asks for everything on the registration', () => {
  const url = new URL(adminConsentUrl(input));
  expect(url.origin + url.pathname).toBe(`https://login.microsoftonline.com/${input.tenantId}/v2.0/adminconsent`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: input.clientId,
    scope: 'https://graph.microsoft.com/.default',
    redirect_uri: input.redirectUri,
    state: 'a b&c',
  });
});

test('without the id of one tenant there is no admin consent address', () => {
  for (const tenantId of ['organizations', 'common', 'contoso.com', `${input.tenantId}/x`, '']) {
    expect(() => adminConsentUrl({ ...input, tenantId })).toThrow(TypeError);
  }
  expect(() => adminConsentUrl({ ...input, entraBaseUrl: 'http://login.example.com' })).toThrow(TypeError);
});
