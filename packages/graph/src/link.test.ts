import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkLink, readBase, resolveLink } from './link.ts';

const base = readBase('https://graph.microsoft.com');

describe('the base', () => {
  it.each([
    'https://graph.microsoft.com',
    'https://graph.microsoft.us/',
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
  ])('may be %s', (baseUrl) => {
    expect(readBase(baseUrl).origin).toBe(new URL(baseUrl).origin);
  });

  it.each([
    'http://graph.microsoft.com',
    'https://graph.microsoft.com/v1.0',
    'https://a:b@graph.microsoft.com',
    'ftp://localhost',
    'graph',
    '',
  ])('may not be %j', (baseUrl) => {
    expect(() => readBase(baseUrl)).toThrow(TypeError);
  });
});

describe('a link', () => {
  it.each([
    ['as Graph sends it', 'https://graph.microsoft.com/v1.0/users?$select=id&$skiptoken=RFNw_x-1'],
    ['with the default port spelled out', 'https://graph.microsoft.com:443/v1.0/users'],
    ['with an empty delta token', 'https://graph.microsoft.com/v1.0/users/delta?$deltatoken='],
    ['whose query looks like an address', 'https://graph.microsoft.com/v1.0/users?x=https://evil.example/../beta'],
    ['with an encoded slash in a key', 'https://graph.microsoft.com/v1.0/users/a%2Fb'],
  ])('is followed %s', (_, link) => {
    expect(checkLink(base, link)).not.toBeNull();
  });

  it.each([
    ['another host', 'https://evil.example/v1.0/users'],
    ['a host that only begins alike', 'https://graph.microsoft.com.evil.example/v1.0/users'],
    ['a host that only ends alike', 'https://evilgraph.microsoft.com/v1.0/users'],
    ['a host cut in two by a line break', 'https://graph.microsoft.com\n.evil.example/v1.0/users'],
    ['the host with a trailing dot', 'https://graph.microsoft.com./v1.0/users'],
    ['another port', 'https://graph.microsoft.com:444/v1.0/users'],
    ['another scheme', 'http://graph.microsoft.com/v1.0/users'],
    ['a blob of the same origin', 'blob:https://graph.microsoft.com/v1.0/users'],
    ['a user name', 'https://me@graph.microsoft.com/v1.0/users'],
    ['a password', 'https://:secret@graph.microsoft.com/v1.0/users'],
    ['the host as a user name', 'https://graph.microsoft.com@evil.example/v1.0/users'],
    ['a backslash before the real host', 'https://evil.example\\@graph.microsoft.com/v1.0/users'],
    ['another version', 'https://graph.microsoft.com/beta/users'],
    ['a version that only begins alike', 'https://graph.microsoft.com/v1.0beta/users'],
    ['the bare version', 'https://graph.microsoft.com/v1.0'],
    ['a way out of the version', 'https://graph.microsoft.com/v1.0/../beta/users'],
    ['an encoded way out', 'https://graph.microsoft.com/v1.0/%2e%2e/beta/users'],
    ['a way out behind an encoded slash', 'https://graph.microsoft.com/v1.0/x%2f..%2f..%2fbeta/users'],
    ['a way out behind a backslash', 'https://graph.microsoft.com/v1.0/..%5cbeta/users'],
    ['a broken escape in the path', 'https://graph.microsoft.com/v1.0/%zz'],
    ['no host', '//graph.microsoft.com/v1.0/users'],
    ['nothing', ''],
  ])('is refused for %s', (_, link) => {
    expect(checkLink(base, link)).toBeNull();
  });

  it('is followed only to the base, under its version and without user info, whatever is given', () => {
    const parts = fc.array(
      fc.constantFrom(
        'https:',
        'http:',
        '//',
        '/',
        '\\',
        '@',
        ':',
        '.',
        '..',
        '%2e',
        '%2f',
        '?',
        '#',
        '\t',
        'graph.microsoft.com',
        'evil.example',
        'v1.0',
        'beta',
        '443',
        'users',
      ),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          parts.map((some) => some.join('')),
          parts.map((some) => `https://graph.microsoft.com/v1.0${some.join('')}`),
          fc.webUrl(),
        ),
        (link) => {
          const url = checkLink(base, link);
          if (url === null) return;
          expect(url.href.startsWith('https://graph.microsoft.com/v1.0/')).toBe(true);
          expect(decodeURIComponent(url.pathname)).not.toMatch(/(^|[/\\])\.\.([/\\]|$)/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps the query of a link as it came', () => {
    const token = fc.stringMatching(/^[\w.~!*()$&=+,;:@/?-]{1,80}$/);
    fc.assert(
      fc.property(token, (query) => {
        expect(checkLink(base, `https://graph.microsoft.com/v1.0/users?${query}`)?.search).toBe(`?${query}`);
      }),
    );
  });
});

describe('a path', () => {
  it('is relative to the version', () => {
    expect(resolveLink(base, '/users?$select=id')?.href).toBe('https://graph.microsoft.com/v1.0/users?$select=id');
  });

  it('cannot lead to another place, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webPath(), fc.string(), fc.constantFrom('/evil.example/', '\\evil.example', '@evil.example')),
        (tail) => {
          const url = resolveLink(base, `/${tail}`);
          expect(url === null || url.href.startsWith('https://graph.microsoft.com/v1.0/')).toBe(true);
        },
      ),
    );
  });

  it('cannot climb out of the version', () => {
    expect(resolveLink(base, '/../beta/users')).toBeNull();
  });
});
