import { expect, it } from 'vitest';
import { type Body, graphUnderTest, pagesFrom } from './graph-under-test.ts';

const day = 24 * 60 * 60_000;
const select = '$select=id,appId,displayName,passwordCredentials,keyCredentials';

const credentialsOf = (applications: Body[]) =>
  applications.flatMap((app) => [
    ...app.passwordCredentials.map((each: Body) => `secret ${app.id} ${each.keyId} ${Date.parse(each.endDateTime)}`),
    ...app.keyCredentials.map((each: Body) => `certificate ${app.id} ${each.keyId} ${Date.parse(each.endDateTime)}`),
  ]);
const asLines = (truth: Body[]) =>
  truth.map(({ kind, applicationId, keyId, endDateTime }) => `${kind} ${applicationId} ${keyId} ${Date.parse(endDateTime)}`);

it('applications are listed with their secrets and certificates, and never with a secret’s text', async () => {
  const graph = await graphUnderTest({ applications: 230 });
  const pages = await pagesFrom(graph, `/applications?${select}`);
  expect(pages.map((page) => page.value.length)).toEqual([100, 100, 30]);
  const applications = pages.flatMap((page) => page.value);
  expect(applications.map(({ id, appId, displayName }) => ({ id, appId, displayName }))).toEqual(
    await graph.truth('applications'),
  );
  expect(credentialsOf(applications)).toEqual(asLines(await graph.truth('credentials')));
  expect(
    applications.flatMap(({ passwordCredentials }) => passwordCredentials).every(({ secretText }) => secretText === null),
  ).toBe(true);
});

it('even the smallest tenant has one secret that is over, one that ends soon and one in good order', async () => {
  const graph = await graphUnderTest({ users: 3 });
  const now = graph.world.clock.nowMs();
  const left = (await graph.truth('credentials'))
    .filter(({ kind }) => kind === 'secret')
    .map(({ endDateTime }) => (Date.parse(endDateTime) - now) / day);
  expect(left.some((days) => days < 0)).toBe(true);
  expect(left.some((days) => days > 0 && days < 30)).toBe(true);
  expect(left.some((days) => days > 180)).toBe(true);
});

it('certificates are shown only when they are selected, and so not too often in a minute', async () => {
  const graph = await graphUnderTest({ applications: 3 });
  const { body } = await graph.get('/applications?$top=1');
  expect(body.value[0]).toHaveProperty('passwordCredentials');
  expect(body.value[0]).not.toHaveProperty('keyCredentials');
  const statuses = new Set<number>();
  for (let i = 0; i < 150; i += 1) statuses.add((await graph.get('/applications?$select=keyCredentials&$top=1')).status);
  expect([...statuses]).toEqual([200]);
  const refused = await graph.get('/applications?$select=keyCredentials&$top=1');
  expect([refused.status, refused.headers.get('x-ms-throttle-scope')?.split('/')[0]]).toEqual([429, 'Tenant']);
  expect((await graph.get('/applications?$select=id&$top=1')).status).toBe(200);
});

it('an application is found by id and by appId, gets credentials, loses them and is deleted', async () => {
  const graph = await graphUnderTest({ applications: 3 });
  const made = (await graph.control('post', '/applications', { displayName: 'Visitor badges' })).body;
  const ends = '2027-01-31T00:00:00.000Z';
  await graph.control('post', `/applications/${made.id}/credentials`, { endsAt: ends, displayName: 'first' });
  await graph.control('post', `/applications/${made.id}/credentials`, { endsAt: ends, kind: 'certificate' });
  const [app] = (await graph.get(`/applications?$filter=appId eq '${made.appId}'&${select}`)).body.value;
  expect(app).toMatchObject({
    id: made.id,
    displayName: 'Visitor badges',
    passwordCredentials: [{ displayName: 'first', endDateTime: '2027-01-31T00:00:00Z' }],
    keyCredentials: [{ type: 'AsymmetricX509Cert', endDateTime: '2027-01-31T00:00:00Z' }],
  });
  const gone = `/applications/${made.id}/credentials/${app.passwordCredentials[0].keyId}`;
  expect((await graph.control('delete', gone)).status).toBe(204);
  expect((await graph.control('delete', gone)).status).toBe(404);
  expect((await graph.get(`/applications/${made.id}?$select=passwordCredentials`)).body.passwordCredentials).toEqual([]);
  await graph.control('delete', `/applications/${made.id}`);
  expect((await graph.get(`/applications/${made.id}`)).status).toBe(404);
});
