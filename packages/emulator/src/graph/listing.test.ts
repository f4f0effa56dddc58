import { describe, expect, it } from 'vitest';
import { graphUnderTest, pagesFrom } from './graph-under-test.ts';

const minute = 60_000;
const eventual = { ConsistencyLevel: 'eventual' };

describe('paging', () => {
  it('gives 100 objects unless asked for more, at most 999, and everybody once', async () => {
    const graph = await graphUnderTest({ users: 1234 });
    const usual = await pagesFrom(graph, '/users?$select=id');
    expect(usual.map((page) => page.value.length)).toEqual([...Array.from({ length: 12 }, () => 100), 34]);
    const large = await pagesFrom(graph, '/users?$select=id&$top=999');
    expect(large.map((page) => page.value.length)).toEqual([999, 235]);
    const ids = large.flatMap((page) => page.value.map((user: { id: string }) => user.id));
    expect(new Set(ids).size).toBe(1234);
    expect(usual.flatMap((page) => page.value.map((user: { id: string }) => user.id))).toEqual(ids);
  });

  it('ends without a next link when the last page is full', async () => {
    const pages = await pagesFrom(await graphUnderTest({ users: 50 }), '/users?$top=25');
    expect(pages.map((page) => page.value.length)).toEqual([25, 25]);
  });

  it.each(['0', '1000', '-1', 'x'])('refuses $top=%s', async (top) => {
    const graph = await graphUnderTest();
    expect(await graph.get(`/users?$top=${top}`)).toMatchObject({ status: 400, body: { error: { code: 'Request_BadRequest' } } });
  });

  it('keeps what was asked for in the token, whatever the rest of the link says', async () => {
    const graph = await graphUnderTest({ users: 40 });
    const first = await graph.get('/users?$select=id,mail&$top=5');
    const token = new URL(first.body['@odata.nextLink']).searchParams.get('$skiptoken') ?? '';
    const second = await graph.get(`/users?$skiptoken=${token}`);
    expect(second.body.value).toHaveLength(5);
    expect(Object.keys(second.body.value[0])).toEqual(['id', 'mail']);
  });

  it('lets a token expire by the clock, by control, and refuses one that was altered or belongs to another listing', async () => {
    const graph = await graphUnderTest({ users: 40, groups: 30 });
    const link = (await graph.get('/users?$top=5')).body['@odata.nextLink'];
    expect((await graph.get(link)).status).toBe(200);
    expect((await graph.get(link.replace('/users', '/groups'))).body.error.code).toBe('Request_BadRequest');
    expect((await graph.get(`${link}AA`)).body.error.code).toBe('Request_BadRequest');
    await graph.advance(31 * minute);
    expect(await graph.get(link)).toMatchObject({ status: 400, body: { error: { code: 'Directory_ExpiredPageToken' } } });

    const another = (await graph.get('/users?$top=5')).body['@odata.nextLink'];
    await graph.control('post', '/graph/expire-page-tokens');
    expect((await graph.get(another)).body.error.code).toBe('Directory_ExpiredPageToken');
  });

  it('does not skip anybody when users before the position are deleted', async () => {
    const graph = await graphUnderTest({ users: 30 });
    const first = await graph.get('/users?$top=10&$select=id');
    for (const { id } of first.body.value) graph.tenant.directory.deleteUser(id);
    const rest = await pagesFrom(graph, first.body['@odata.nextLink']);
    expect(rest.flatMap((page) => page.value)).toHaveLength(20);
  });

  it('can give shorter pages than asked for, and empty ones, before the end', async () => {
    const graph = await graphUnderTest({ users: 30 });
    await graph.control('patch', '/graph', { longestPage: 7 });
    await graph.control('post', '/graph/quirks', { kind: 'empty-page', afterPages: 1 });
    const pages = await pagesFrom(graph, '/users?$top=999');
    expect(pages.map((page) => page.value.length)).toEqual([7, 0, 7, 7, 7, 2]);
  });

  it.each([
    ['devices', '/devices?$top=5'],
    ['devices/delta', '/devices/delta'],
    ['applications', '/applications?$top=5'],
    ['directoryAudits', '/auditLogs/directoryAudits?$top=5'],
    ['userRegistrationDetails', '/reports/authenticationMethods/userRegistrationDetails'],
  ])('of %s can be without a value', async (resource, path) => {
    const graph = await graphUnderTest({ users: 30, devices: 30, applications: 30, premium: true });
    await graph.control('post', '/graph/quirks', { kind: 'no-value', resource });
    expect((await graph.get(path)).body).not.toHaveProperty('value');
    expect((await graph.get(path)).body.value.length).toBeGreaterThan(0);
  });

  it('can repeat its next link, lead to another host, forget the value and end early', async () => {
    const graph = await graphUnderTest({ users: 30 });
    const link = (await graph.get('/users?$top=10')).body['@odata.nextLink'];
    const quirk = (kind: string) => graph.control('post', '/graph/quirks', { kind, resource: 'users' });
    await quirk('repeat-next-link');
    const repeated = (await graph.get(link)).body['@odata.nextLink'];
    expect(new URL(repeated).searchParams.get('$skiptoken')).toBe(new URL(link).searchParams.get('$skiptoken'));
    await quirk('foreign-next-link');
    expect(new URL((await graph.get(link)).body['@odata.nextLink']).host).toBe('graph.fabrikam.example');
    await quirk('no-value');
    expect((await graph.get(link)).body).not.toHaveProperty('value');
    await quirk('ends-early');
    expect((await graph.get(link)).body).not.toHaveProperty('@odata.nextLink');
    expect((await graph.get(link)).body.value).toHaveLength(10);
  });
});

describe('$select', () => {
  it('leaves out what is not selected, and without it gives the documented defaults', async () => {
    const graph = await graphUnderTest();
    expect(Object.keys((await graph.get('/users?$select=id,accountEnabled')).body.value[0])).toEqual(['id', 'accountEnabled']);
    expect(Object.keys((await graph.get('/users')).body.value[0]).toSorted()).toEqual(
      [
        'businessPhones',
        'displayName',
        'givenName',
        'id',
        'jobTitle',
        'mail',
        'mobilePhone',
        'officeLocation',
        'preferredLanguage',
        'surname',
        'userPrincipalName',
      ].toSorted(),
    );
  });

  it('refuses properties that do not exist or live elsewhere', async () => {
    const graph = await graphUnderTest();
    expect(await graph.get('/users?$select=id,shoeSize')).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
    expect(await graph.get('/users?$select=id,skills')).toMatchObject({
      status: 501,
      body: { error: { code: 'NotImplemented' } },
    });
    expect((await graph.get('/groups?$select=constructor')).status).toBe(400);
  });

  it('writes every property as JSON, whatever the name contains', async () => {
    const graph = await graphUnderTest();
    const displayName = 'Quote " Backslash \\ Line\n Tab\t Emoji 😀 Right-to-left \u202e Lone \ud800';
    const { body: added } = await graph.control('post', '/users', { displayName });
    const { body } = await graph.get(`/users/${added.id}?$select=displayName`);
    expect(body.displayName).toBe(displayName);
    expect((await graph.get('/users?$select=*&$top=999')).body.value).toHaveLength(26);
  });
});

describe('$count and $filter', () => {
  it('count only with ConsistencyLevel: eventual', async () => {
    const graph = await graphUnderTest({ users: 150, groups: 7 });
    expect(await graph.get('/users/$count')).toMatchObject({ status: 400, body: { error: { code: 'Request_BadRequest' } } });
    const counted = await graph.get('/users/$count', eventual);
    expect([counted.text, counted.headers.get('content-type')]).toEqual(['150', 'text/plain']);
    expect((await graph.get('/groups/$count', eventual)).text).toBe('7');
    expect((await graph.get('/users?$count=true')).body).not.toHaveProperty('@odata.count');
    const pages = await pagesFrom(graph, '/users?$count=true', eventual);
    expect(pages.map((page) => page['@odata.count'])).toEqual([150, undefined]);
  });

  it('find users by id, by name and by being enabled', async () => {
    const graph = await graphUnderTest({ users: 300 });
    const wanted = graph.tenant.directory.userAt(77);
    for (const filter of [`id eq '${wanted?.id}'`, `userPrincipalName eq '${wanted?.userPrincipalName}'`]) {
      const { body } = await graph.get(`/users?$filter=${encodeURIComponent(filter)}&$select=id`);
      expect(body.value).toEqual([{ id: wanted?.id }]);
    }
    const off = (await pagesFrom(graph, '/users?$filter=accountEnabled eq false&$top=5&$select=id,accountEnabled')).flatMap(
      (page) => page.value,
    );
    const on = (await pagesFrom(graph, '/users?$filter=accountEnabled eq true&$select=id')).flatMap((page) => page.value);
    expect(off.length).toBeGreaterThan(0);
    expect(off.every((user) => user.accountEnabled === false)).toBe(true);
    expect(off.length + on.length).toBe(300);
    expect((await graph.get('/users/$count?$filter=accountEnabled eq false', eventual)).text).toBe(String(off.length));
  });

  it.each([
    '/users?$filter=accountEnabled ne true',
    "/users?$filter=startswith(displayName,'a')",
    '/users?$search="displayName:wa"',
    '/users?$orderby=displayName',
    '/users?$skip=5',
    '/users/delta?$top=5',
    '/users/delta?$expand=manager',
  ])('refuse %s as an unsupported query', async (path) => {
    const graph = await graphUnderTest();
    expect(await graph.get(path)).toMatchObject({ status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } });
  });
});

describe('single objects', () => {
  it('are found by id and by user principal name, and are 404 when deleted', async () => {
    const graph = await graphUnderTest();
    const user = graph.tenant.directory.userAt(9);
    expect((await graph.get(`/users/${user?.id}`)).body.userPrincipalName).toBe(user?.userPrincipalName);
    expect((await graph.get(`/users/${user?.userPrincipalName}?$select=id`)).body.id).toBe(user?.id);
    graph.tenant.directory.deleteUser(user?.id ?? '');
    expect(await graph.get(`/users/${user?.id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'Request_ResourceNotFound' } },
    });
  });

  it('tell the organisation with its verified domains', async () => {
    const graph = await graphUnderTest({ name: 'Fabrikam', defaultDomain: 'fabrikam.example' }, [
      'Organization.Read.All',
      'Domain.Read.All',
    ]);
    graph.tenant.verifiedDomains.push('fabrikam.onmicrosoft.com');
    const { body } = await graph.get('/organization?$select=id,displayName,verifiedDomains');
    expect(body.value).toEqual([
      {
        id: graph.tenant.tenantId,
        displayName: 'Fabrikam',
        verifiedDomains: [
          expect.objectContaining({ name: 'fabrikam.example', isDefault: true, isInitial: false }),
          expect.objectContaining({ name: 'fabrikam.onmicrosoft.com', isDefault: false, isInitial: true }),
        ],
      },
    ]);
    expect((await graph.get('/domains')).body.value.map(({ id }: { id: string }) => id)).toEqual(graph.tenant.verifiedDomains);
  });

  it('show the app’s own grants by its application id', async () => {
    const graph = await graphUnderTest({}, ['Application.Read.All', 'User.Read.All']);
    const { appId, id } = graph.principal;
    expect((await graph.get(`/servicePrincipals?$filter=appId eq '${appId}'`)).body.value).toMatchObject([{ id, appId }]);
    expect((await graph.get(`/servicePrincipals(appId='${appId}')?$select=id`)).body.id).toBe(id);
    const byAppId = (await graph.get(`/servicePrincipals(appId='${appId}')/appRoleAssignments`)).body.value;
    const byId = (await graph.get(`/servicePrincipals/${id}/appRoleAssignments`)).body.value;
    expect(byAppId).toEqual(byId);
    expect(byId.map(({ appRoleId }: { appRoleId: string }) => appRoleId)).toContain('df021288-bdef-4463-88db-98f22de89214');
    const graphPrincipal = (await graph.get(`/servicePrincipals/${byId[0].resourceId}`)).body;
    expect(graphPrincipal.appId).toBe('00000003-0000-0000-c000-000000000000');
  });

  it('are 405 for anything but reading and 400 for an unknown segment', async () => {
    const graph = await graphUnderTest();
    expect(await graph.get('/printers')).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
    expect((await graph.get('/users', {}, 'POST')).status).toBe(405);
  });
});

describe('group members', () => {
  it('page through a large group, users and nested groups mixed', async () => {
    const graph = await graphUnderTest({ users: 1000, groups: 20 });
    const { directory } = graph.tenant;
    const members = (await pagesFrom(graph, `/groups/${directory.groupIdAt(0)}/members?$top=99`)).flatMap((page) => page.value);
    expect(members.map(({ id }) => id)).toEqual(directory.members(0, 0, 9999).members.map(({ id }) => id));
    expect(members).toHaveLength(250);

    const mixed = (await graph.get(`/groups/${directory.groupIdAt(3)}/members?$select=id,displayName,userPrincipalName&$top=999`))
      .body.value;
    const nested = mixed.find((member: { '@odata.type': string }) => member['@odata.type'] === '#microsoft.graph.group');
    expect(Object.keys(nested)).toEqual(['@odata.type', 'id', 'displayName']);
    expect((await graph.get(`/groups/${directory.groupIdAt(3)}/members/$count`, eventual)).text).toBe(String(mixed.length));
  });
});
