import { describe, expect, it } from 'vitest';
import { type Body, graphUnderTest, pagesFrom } from './graph-under-test.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const ms = (text: string | null | undefined) => (text ? Date.parse(text) : null);

describe('signInActivity', () => {
  it('comes in pages of at most 500, as it really is, and not at all for who never signed in', async () => {
    const graph = await graphUnderTest({ users: 1200, premium: true });
    const pages = await pagesFrom(graph, '/users?$select=id,signInActivity&$top=999');
    expect(pages.map((page) => page.value.length)).toEqual([500, 500, 200]);
    const read = pages.flatMap((page) => page.value).map(({ id, signInActivity }) => ({ id, ...signInActivity }));
    const truth = await graph.truth('sign-ins');
    expect(read).toHaveLength(truth.length);
    for (const [at, user] of truth.entries()) {
      expect(read[at].id).toBe(user.userId);
      for (const name of ['lastSignInDateTime', 'lastNonInteractiveSignInDateTime', 'lastSuccessfulSignInDateTime']) {
        expect(ms(read[at][name]), `${name} of ${user.userId}`).toBe(ms(user[name]));
      }
    }
    const never = pages.flatMap((page) => page.value).filter((user) => !('signInActivity' in user));
    expect(never.length).toBeGreaterThan(10);
  });

  it('shows people who have been away for three months, none before they were created and none in the future', async () => {
    const graph = await graphUnderTest({ users: 2000, premium: true });
    const truth = await graph.truth('sign-ins');
    const now = graph.world.clock.nowMs();
    const away = truth.filter((user: Body) => user.lastSignInDateTime && now - Date.parse(user.lastSignInDateTime) > 90 * day);
    expect(away.length / truth.length).toBeGreaterThan(0.08);
    expect(away.length / truth.length).toBeLessThan(0.25);
    for (const { createdDateTime, ...user } of truth) {
      for (const at of [user.lastSignInDateTime, user.lastNonInteractiveSignInDateTime, user.lastSuccessfulSignInDateTime]) {
        if (at === null) continue;
        expect(Date.parse(at)).toBeGreaterThan(Date.parse(createdDateTime));
        expect(Date.parse(at)).toBeLessThanOrEqual(now);
      }
    }
  });

  it('stays the same while time goes by, until somebody signs in', async () => {
    const graph = await graphUnderTest({ users: 50, premium: true });
    const before = await graph.truth('sign-ins');
    await graph.advance(200 * day);
    expect(await graph.truth('sign-ins')).toEqual(before);
    const userId = graph.tenant.directory.userIdAt(7);
    await graph.control('patch', `/users/${userId}/facts`, { lastSignInAt: '2026-12-24T08:00:00Z' });
    const read = () => graph.get(`/users/${userId}?$select=id,signInActivity`);
    expect((await read()).body.signInActivity).toMatchObject({
      lastSignInDateTime: '2026-12-24T08:00:00Z',
      lastSuccessfulSignInDateTime: '2026-12-24T08:00:00Z',
    });
    await graph.control('patch', `/users/${userId}/facts`, { lastSignInAt: null });
    expect((await read()).body).not.toHaveProperty('signInActivity');
  });

  it('is not told for a user asked for by name, nor followed by a delta query', async () => {
    const graph = await graphUnderTest({ premium: true });
    const name = graph.tenant.directory.userAt(9)?.userPrincipalName;
    const byName = await graph.get(`/users/${name}?$select=signInActivity`);
    expect([byName.status, byName.body.error.message]).toEqual([400, expect.stringContaining('valid Guid')]);
    expect((await graph.get('/users/delta?$select=id,signInActivity')).status).toBe(400);
  });

  it('can be limited to so many listings a minute', async () => {
    const graph = await graphUnderTest({ premium: true });
    await graph.control('patch', '/graph', { signInActivityPerMinute: 2 });
    const ask = () => graph.get('/users?$select=id,signInActivity&$top=1');
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect((await graph.get('/users?$select=id&$top=1')).status).toBe(200);
    await graph.advance(minute);
    expect((await ask()).status).toBe(200);
    expect(graph.counter('calledTooEarly')).toBe(0);
  });
});
