import { describe, expect, it } from 'vitest';
import { isRegisteredRedirect } from './redirect-uri.ts';

const registered = ['https://portal.example/connect/callback', 'http://localhost:3000/connect/callback', 'https://bare.example'];

describe('a requested redirect URI', () => {
  it.each([
    ['https://portal.example/connect/callback', 'is registered'],
    ['https://PORTAL.example/connect/callback', 'has its host in another case'],
    ['http://localhost:3000/connect/callback', 'is on localhost'],
    ['http://localhost:49152/connect/callback', 'is on localhost with another port'],
    ['http://localhost/connect/callback', 'is on localhost without a port'],
    ['https://bare.example/', 'has the slash a URI without path is returned with'],
  ])('%s matches: it %s', (requested) => {
    expect(isRegisteredRedirect(registered, requested)).toBe(true);
  });

  it.each([
    ['https://portal.example/Connect/callback', 'its path is in another case'],
    ['https://portal.example:8443/connect/callback', 'its port differs and it is not localhost'],
    ['http://portal.example/connect/callback', 'it is not https'],
    ['https://localhost:3000/connect/callback', 'its scheme differs'],
    ['http://127.0.0.1:3000/connect/callback', 'its host differs'],
    ['https://portal.example/connect/callback/', 'it has one more slash'],
    ['https://portal.example/connect/callback/more', 'it has more path segments'],
    ['https://portal.example/connect/callback?x=1', 'it has a query'],
    ['https://portal.example/connect/callback#here', 'it has a fragment'],
    ['https://portal.example/connect/x/../callback', 'its path is not written as registered'],
    ['https://user@portal.example/connect/callback', 'it names a user'],
    ['https://portal.example.evil.example/connect/callback', 'its host only begins alike'],
    ['javascript:alert(1)', 'it is no address'],
    ['', 'it is empty'],
  ])('%s does not match: %s', (requested) => {
    expect(isRegisteredRedirect(registered, requested)).toBe(false);
  });

  it('may have more path segments on the v1 admin consent endpoint only', () => {
    const more = 'https://portal.example/connect/callback/more';
    expect(isRegisteredRedirect(registered, more, { morePathAllowed: true })).toBe(true);
    expect(isRegisteredRedirect(registered, 'https://portal.example/connect/callbackmore', { morePathAllowed: true })).toBe(
      false,
    );
  });

  it('keeps the query of a registered URI exact', () => {
    expect(isRegisteredRedirect(['https://a.example/cb?kind=1'], 'https://a.example/cb?kind=1')).toBe(true);
    expect(isRegisteredRedirect(['https://a.example/cb?kind=1'], 'https://a.example/cb?kind=2')).toBe(false);
  });
});
