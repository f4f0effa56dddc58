import { expect, test } from 'vitest';
import { authorityOf, checkedTenantId } from './authority.ts';

const tenantId = 'c0000000-0000-4000-8000-000000000001';

test.each([
  'https://login.microsoftonline.com',
  'https://login.microsoftonline.com/',
  'http://localhost:4000',
  'http://127.0.0.1:4000',
  'http://127.8.0.1',
  'http://[::1]:4000',
])('the base %s is accepted', (base) => {
  expect(authorityOf(base).issuerOf(tenantId)).toBe(`${new URL(base).origin}/${tenantId}/v2.0`);
});

test.each([
  'http://login.microsoftonline.com',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'http://10.0.0.1',
  'ftp://localhost',
  'https://login.microsoftonline.com/common',
  'https://login.microsoftonline.com/?a=b',
  'https://user:password@login.microsoftonline.com',
  'login.microsoftonline.com',
  '',
])('the base "%s" is refused', (base) => {
  expect(() => authorityOf(base)).toThrow(TypeError);
});

test('every address stands below the base', () => {
  const authority = authorityOf('http://localhost:4000');
  expect(authority.address(tenantId, 'oauth2/v2.0/authorize').href).toBe(
    `http://localhost:4000/${tenantId}/oauth2/v2.0/authorize`,
  );
  expect(authority.keysUrl.href).toBe('http://localhost:4000/organizations/discovery/v2.0/keys');
  const metadata: Record<string, string> = JSON.parse(authority.msalAuth(tenantId).authorityMetadata);
  for (const address of Object.values(metadata)) expect(address).toMatch(/^http:\/\/localhost:4000\/\{tenantid\}\//);
});

test('a tenant id is a GUID and nothing else', () => {
  expect(checkedTenantId(tenantId.toUpperCase())).toBe(tenantId);
  for (const other of ['common', 'contoso.com', `${tenantId}/..`, `${tenantId}\n`, '']) {
    expect(() => checkedTenantId(other)).toThrow(TypeError);
  }
});
