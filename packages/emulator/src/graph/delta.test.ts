import { describe, expect, it } from 'vitest';
import { type Body, type GraphUnderTest, graphUnderTest, pagesFrom } from './graph-under-test.ts';

const day = 24 * 60 * 60_000;
const userFields = '$select=id,displayName,userPrincipalName,accountEnabled';

/** Follows a delta query to its end: all objects of the round, in order, and the delta link. */
async function roundFrom(graph: GraphUnderTest, start: string, headers: Record<string, string> = {}) {
  const pages = await pagesFrom(graph, start, headers);
  for (const page of pages) expect('@odata.nextLink' in page).toBe(!('@odata.deltaLink' in page));
  return { items: pages.flatMap((page) => page.value), link: pages.at(-1)['@odata.deltaLink'] as string, pages };
}

/** What a client that follows the rules knows: last one seen wins, members merged. */
function createMirror() {
  const users = new Map<string, Body>();
  const edges = new Set<string>();
  const groups = new Map<string, string>();
  return {
    users,
    groups,
    edges,
    applyUsers(items: Body[]) {
      for (const item of items) item['@removed'] ? users.delete(item.id) : users.set(item.id, item);
    },
    applyGroups(items: Body[]) {
      for (const item of items) {
        if (item['@removed']) {
          groups.delete(item.id);
          for (const edge of edges) if (edge.startsWith(item.id)) edges.delete(edge);
          continue;
        }
        groups.set(item.id, item.displayName);
        for (const member of item['members@delta'] ?? []) {
          const edge = `${item.id} ${member.id}`;
          member['@removed'] ? edges.delete(edge) : edges.add(edge);
        }
      }
    },
  };
}

const sorted = (values: Iterable<string>) => [...values].toSorted();

async function truthOf(graph: GraphUnderTest) {
  const lines = async (what: string) =>
    (await graph.control('get', `/truth/${what}`)).text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    users: sorted((await lines('users')).map((user) => `${user.id} ${user.displayName} ${user.accountEnabled}`)),
    groups: sorted((await lines('groups')).map((group) => `${group.id} ${group.displayName}`)),
    edges: sorted((await lines('members')).map((edge) => `${edge.groupId} ${edge.memberId}`)),
  };
}

const known = (mirror: ReturnType<typeof createMirror>) => ({
  users: sorted([...mirror.users.values()].map((user) => `${user.id} ${user.displayName} ${user.accountEnabled}`)),
  groups: sorted([...mirror.groups].map(([id, name]) => `${id} ${name}`)),
  edges: sorted(mirror.edges),
});

describe('users/delta', () => {
  it('begins with everybody, in pages the service chooses, and ends in a delta link', async () => {
    const graph = await graphUnderTest({ users: 450 });
    const { items, pages, link } = await roundFrom(graph, `/users/delta?${userFields}`);
    expect(pages.map((page) => page.value.length)).toEqual([200, 200, 50]);
    expect(new Set(items.map(({ id }) => id)).size).toBe(450);
    expect(new URL(link).searchParams.has('$deltatoken')).toBe(true);
    expect([graph.counter('fullPassPages'), graph.counter('deltaPages')]).toEqual([3, 0]);
  });

  it('grants a wish for larger pages up to 999', async () => {
    const graph = await graphUnderTest({ users: 1100 });
    const first = await graph.get('/users/delta()', { Prefer: 'odata.maxpagesize=5000' });
    expect(first.body.value).toHaveLength(999);
    expect(first.headers.get('preference-applied')).toBe('odata.maxpagesize=999');
  });

  it('answers no change with an empty page and a link that works again', async () => {
    const graph = await graphUnderTest();
    const first = await roundFrom(graph, '/users/delta');
    graph.world.clock.advance(1000);
    const second = await roundFrom(graph, first.link);
    expect(second.items).toEqual([]);
    expect(second.link).not.toBe(first.link);
    expect((await roundFrom(graph, second.link)).items).toEqual([]);
    expect(graph.counter('deltaPages')).toBe(2);
  });

  it('starts from now when asked for the latest token, under either spelling', async () => {
    const graph = await graphUnderTest();
    for (const name of ['$deltatoken', '$deltaToken']) {
      const { items, link } = await roundFrom(graph, `/users/delta?${name}=latest&${userFields}`);
      expect(items).toEqual([]);
      const { body: added } = await graph.control('post', '/users', { displayName: 'New Person' });
      expect((await roundFrom(graph, link)).items).toEqual([
        expect.objectContaining({ id: added.id, displayName: 'New Person' }),
      ]);
    }
  });

  it('tells deletion as changed, purging as deleted, and restoring by showing the user', async () => {
    const graph = await graphUnderTest({ users: 40 });
    let { link } = await roundFrom(graph, `/users/delta?${userFields}`);
    const [first, second] = [graph.tenant.directory.userIdAt(10), graph.tenant.directory.userIdAt(11)];
    const next = async () => {
      const round = await roundFrom(graph, link);
      link = round.link;
      return round.items;
    };
    await graph.control('delete', `/users/${first}`);
    await graph.control('post', `/users/${second}/purge`);
    expect(await next()).toEqual([
      { id: first, '@removed': { reason: 'changed' } },
      { id: second, '@removed': { reason: 'deleted' } },
    ]);
    await graph.control('post', `/users/${first}/restore`);
    expect(await next()).toEqual([expect.objectContaining({ id: first, userPrincipalName: expect.any(String) })]);
  });

  it('does not show a change to a property that is not selected', async () => {
    const graph = await graphUnderTest();
    const { link } = await roundFrom(graph, '/users/delta?$select=id,displayName');
    const id = graph.tenant.directory.userIdAt(5);
    await graph.control('patch', `/users/${id}`, { accountEnabled: false });
    expect((await roundFrom(graph, link)).items).toEqual([]);
    await graph.control('patch', `/users/${id}`, { displayName: 'Else Where' });
    expect((await roundFrom(graph, link)).items).toEqual([{ id, displayName: 'Else Where' }]);
  });

  it('shows with return=minimal only what changed', async () => {
    const graph = await graphUnderTest();
    const { link } = await roundFrom(graph, `/users/delta?${userFields}`);
    const id = graph.tenant.directory.userIdAt(5);
    await graph.control('patch', `/users/${id}`, { accountEnabled: false });
    expect((await roundFrom(graph, link, { Prefer: 'return=minimal' })).items).toEqual([{ id, accountEnabled: false }]);
  });

  it('follows single users by id', async () => {
    const graph = await graphUnderTest();
    const [a, b, c] = [3, 4, 5].map((index) => graph.tenant.directory.userIdAt(index)) as [string, string, string];
    const { items, link } = await roundFrom(graph, `/users/delta?$filter=id eq '${a}' or id eq '${b}'`);
    expect(items.map(({ id }) => id)).toEqual([a, b]);
    await graph.control('delete', `/users/${b}`);
    await graph.control('delete', `/users/${c}`);
    expect((await roundFrom(graph, link)).items.map(({ id }) => id)).toEqual([b]);
  });

  it('tells what changed during the first pass in the round after it', async () => {
    const graph = await graphUnderTest({ users: 400 });
    const first = await graph.get(`/users/delta?${userFields}`);
    const gone = graph.tenant.directory.userIdAt(7);
    await graph.control('delete', `/users/${gone}`);
    const { link } = await roundFrom(graph, first.body['@odata.nextLink']);
    expect((await roundFrom(graph, link)).items).toEqual([{ id: gone, '@removed': { reason: 'changed' } }]);
  });
});

describe('a delta link that is of no use', () => {
  it('is answered after seven days with 410 and an address to begin again at', async () => {
    const graph = await graphUnderTest({ users: 30 });
    const { link } = await roundFrom(graph, `/users/delta?${userFields}`);
    await graph.advance(6.9 * day);
    expect((await graph.get(link)).status).toBe(200);
    await graph.advance(0.2 * day);
    const lost = await graph.get(link);
    expect(lost.status).toBe(410);
    const again = await roundFrom(graph, lost.headers.get('location') ?? '');
    expect(again.items).toHaveLength(30);
    expect(Object.keys(again.items[0])).toEqual(['id', 'displayName', 'userPrincipalName', 'accountEnabled']);
  });

  it('can be answered with 400 syncStateNotFound, and be lost by control', async () => {
    const graph = await graphUnderTest();
    const { link } = await roundFrom(graph, '/users/delta');
    await graph.control('post', '/graph/lose-delta');
    expect((await graph.get(link)).status).toBe(410);
    await graph.control('patch', '/graph', { lostDeltaAnswer: 'sync-state-not-found' });
    expect(await graph.get(link)).toMatchObject({ status: 400, body: { error: { code: 'syncStateNotFound' } } });
    expect((await roundFrom(graph, (await roundFrom(graph, '/users/delta')).link)).items).toEqual([]);
  });

  it('works in another emulator of the same history and is lost in one of another', async () => {
    const [one, same, other] = [await graphUnderTest(), await graphUnderTest(), await graphUnderTest()];
    one.tenant.directory.deleteUser(one.tenant.directory.userIdAt(8));
    same.tenant.directory.deleteUser(same.tenant.directory.userIdAt(8));
    other.tenant.directory.deleteUser(other.tenant.directory.userIdAt(9));
    const { link } = await roundFrom(one, '/users/delta');
    expect((await same.get(link)).status).toBe(200);
    expect((await other.get(link)).status).toBe(410);
  });

  it('is refused when it is another tenant’s, another resource’s, or made up', async () => {
    const graph = await graphUnderTest();
    const other = await graphUnderTest({ tenantId: 'c00000bb-0000-4000-8000-000000000001' });
    const { link } = await roundFrom(graph, '/users/delta');
    for (const answer of [
      await other.get(link),
      await graph.get(link.replace('/users', '/groups')),
      await graph.get('/users/delta?$deltatoken=abc'),
    ]) {
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'Request_BadRequest' } } });
    }
  });
});

describe('groups/delta', () => {
  it('spreads a large group over pages, the same group again with further members', async () => {
    const graph = await graphUnderTest({ users: 2000, groups: 30 });
    await graph.control('patch', '/graph', { deltaPageSize: 20 });
    const { items, pages } = await roundFrom(graph, '/groups/delta');
    const large = graph.tenant.directory.groupIdAt(0);
    expect(pages.filter((page) => page.value.some(({ id }: Body) => id === large)).length).toBe(5);
    const mirror = createMirror();
    mirror.applyGroups(items);
    const { groups, edges } = await truthOf(graph);
    expect([known(mirror).groups, known(mirror).edges]).toEqual([groups, edges]);
  });

  it('goes on with the next group, from its first member, when the group it was in is deleted between two pages', async () => {
    const graph = await graphUnderTest({ users: 2000, groups: 30 });
    await graph.control('patch', '/graph', { deltaPageSize: 20 });
    const first = await graph.get('/groups/delta');
    await graph.control('delete', `/groups/${graph.tenant.directory.groupIdAt(0)}`);
    const { items } = await roundFrom(graph, first.body['@odata.nextLink']);
    const mirror = createMirror();
    mirror.applyGroups(items);
    const { groups, edges } = await truthOf(graph);
    expect([known(mirror).groups, known(mirror).edges]).toEqual([groups, edges]);
  });

  it('tells members that came and went, also through the death of the member', async () => {
    const graph = await graphUnderTest({ users: 60, groups: 1 });
    const { directory } = graph.tenant;
    const { link } = await roundFrom(graph, '/groups/delta?$select=id,displayName,members');
    const groupId = directory.groupIdAt(0);
    const inside = new Set(directory.members(0, 0, 100).members.map(({ id }) => id));
    const [leaving, dying] = [...inside] as [string, string];
    const coming = directory.users(0, 60).find(({ id }) => !inside.has(id))?.id;
    await graph.control('delete', `/groups/${groupId}/members/${leaving}`);
    await graph.control('delete', `/users/${dying}`);
    await graph.control('post', `/groups/${groupId}/members`, { memberId: coming });
    const type = '#microsoft.graph.user';
    expect((await roundFrom(graph, link)).items).toEqual([
      {
        id: groupId,
        displayName: 'All offices',
        'members@delta': [
          { '@odata.type': type, id: leaving, '@removed': { reason: 'deleted' } },
          { '@odata.type': type, id: dying, '@removed': { reason: 'deleted' } },
          { '@odata.type': type, id: coming },
        ],
      },
    ]);
  });

  it('says nothing of members when they are not selected', async () => {
    const graph = await graphUnderTest({ users: 60, groups: 1 });
    const { items, link } = await roundFrom(graph, '/groups/delta?$select=id,displayName');
    expect(items[0]).not.toHaveProperty('members@delta');
    const member = graph.tenant.directory.members(0, 0, 1).members[0];
    await graph.control('delete', `/groups/${graph.tenant.directory.groupIdAt(0)}/members/${member?.id}`);
    expect((await roundFrom(graph, link)).items).toEqual([]);
  });

  it('tells a deleted security group as deleted and a Microsoft 365 group as changed', async () => {
    const graph = await graphUnderTest();
    const { body: security } = await graph.control('post', '/groups', {});
    const { body: unified } = await graph.control('post', '/groups', { unified: true });
    const { link } = await roundFrom(graph, '/groups/delta');
    await graph.control('delete', `/groups/${security.id}`);
    await graph.control('delete', `/groups/${unified.id}`);
    expect((await roundFrom(graph, link)).items).toEqual([
      { id: security.id, '@removed': { reason: 'deleted' } },
      { id: unified.id, '@removed': { reason: 'changed' } },
    ]);
  });
});

describe('a client that keeps the rules', () => {
  it.each([
    [1, false],
    [2, false],
    [3, true],
    [4, true],
  ])('knows the truth after every round of churn (seed %i, replay %s)', async (seed, replay) => {
    const graph = await graphUnderTest({ users: 300, groups: 25, membersPerGroup: 12, seed });
    await graph.control('patch', '/graph', { deltaPageSize: 17, replay });
    const mirror = createMirror();
    let usersLink = `/users/delta?${userFields}`;
    let groupsLink = '/groups/delta?$select=id,displayName,members';
    for (let round = 0; round < 6; round += 1) {
      const users = await roundFrom(graph, usersLink);
      const groups = await roundFrom(graph, groupsLink);
      mirror.applyUsers(users.items);
      mirror.applyGroups(groups.items);
      [usersLink, groupsLink] = [users.link, groups.link];
      expect(known(mirror)).toEqual(await truthOf(graph));
      const { body } = await graph.control('post', '/churn', { changes: 150, seed: seed * 100 + round });
      expect(body).toHaveLength(150);
    }
  });

  it('meets objects twice and out of order when the replay setting is on', async () => {
    const graph = await graphUnderTest({ users: 50 });
    await graph.control('patch', '/graph', { replay: true });
    const { items } = await roundFrom(graph, '/users/delta?$select=id');
    expect(items).toHaveLength(51);
    expect(items[0].id).toBe(graph.tenant.directory.userIdAt(49));
    const { link } = await roundFrom(graph, '/users/delta?$deltatoken=latest&$select=id,displayName');
    await graph.control('patch', `/users/${items[3].id}`, { displayName: 'Seen Before' });
    const after = await roundFrom(graph, link);
    expect((await roundFrom(graph, after.link)).items.map(({ id }) => id)).toContain(items[3].id);
  });
});
