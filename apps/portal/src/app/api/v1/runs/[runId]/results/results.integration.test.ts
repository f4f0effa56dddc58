import { writeResults } from '@tenantry/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type PortalUnderTest, startPortalUnderTest } from '../../../../../../testing/portal-under-test.ts';
import { GET as download } from '../../../../../console/runs/[runId]/download/route.ts';
import { POST as start } from '../../route.ts';
import { POST as cancel } from '../cancel/route.ts';
import { POST as retry } from '../retry/route.ts';
import { GET as results } from './route.ts';

let portal: PortalUnderTest;
let runId: string;
let tenantId: string;
const rowCount = 2500;

async function begin(job: string): Promise<string> {
  const wish = { job, tenantIds: [tenantId] };
  return (await (await start(portal.send('POST', '/api/v1/runs', wish), at({}))).json()).runIds[0];
}

beforeAll(async () => {
  portal = await startPortalUnderTest(2);
  tenantId = portal.tenants[0] as string;
  runId = await begin('mfa-registration');
  const rows = Array.from({ length: rowCount }, (_, index) => ({
    key: String(index).padStart(5, '0'),
    row: { user: index === 0 ? '=HYPERLINK("x")' : `Åsa ${index}`, isMfaRegistered: false, methodsRegistered: ['sms', 'fido2'] },
  }));
  await portal.database.database.asTenant(tenantId, (tx) => writeResults(tx, { runId, tenantId, rows }));
});
afterAll(() => portal.close());

const ask = (query = '', headers: Record<string, string> = portal.reader) =>
  results(portal.ask(`/api/v1/runs/x/results${query}`, headers), at({ runId }));

test('rows come page by page as JSON, each once and in order', async () => {
  const seen: string[] = [];
  for (let after = ''; ; ) {
    const page = await (await ask(`?limit=1000${after}`)).json();
    seen.push(...page.items.map(({ key }: { key: string }) => key));
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  expect(seen).toHaveLength(rowCount);
  expect(seen).toEqual(seen.toSorted());
});

test('as NDJSON all rows come in one stream', async () => {
  const answer = await ask('', { ...portal.reader, accept: 'application/x-ndjson' });
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  const lines = (await answer.text()).trimEnd().split('\n');
  expect(lines).toHaveLength(rowCount);
  expect(JSON.parse(lines[1] ?? '')).toEqual({ user: 'Åsa 1', isMfaRegistered: false, methodsRegistered: ['sms', 'fido2'] });
});

test('as CSV they come with titles, the mark of UTF-8, and no formula', async () => {
  const answer = await ask('', { ...portal.reader, accept: 'text/csv;q=0.9, */*' });
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
  const lines = text.trimEnd().split('\r\n');
  expect(lines).toHaveLength(rowCount + 1);
  expect(lines[0]).toMatch(/^\ufeffUser,Sign-in name,/);
  expect(lines[1]).toMatch(/^"'=HYPERLINK/);
  expect(lines[2]).toContain('Åsa 1,,,no,');
  expect(lines[2]).toContain('sms; fido2');
});

test('the console hands out the same file under a name that says whose it is, and the audit says who took it', async () => {
  const headers = await portal.ownPage('Viewer');
  const answer = await download(portal.ask(`/console/runs/${runId}/download?format=csv`, headers), at({ runId }));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toMatch(/filename="Tenant-1-mfa-registration-\d{4}-\d\d-\d\d\.csv"/);
  expect((await answer.text()).split('\r\n')).toHaveLength(rowCount + 2);
  const entries = await portal.database.database.asFleet((tx) =>
    tx.auditEntry.findMany({ where: { action: 'run.results-downloaded', subject: runId }, orderBy: { id: 'desc' } }),
  );
  expect(entries[0]).toMatchObject({ tenantId, detail: { by: 'Viewer', format: 'csv', job: 'mfa-registration' } });
});

test('a download needs a session, a page of ours, a known format and a known run', async () => {
  const headers = await portal.ownPage('Viewer');
  const statusOf = async (query: string, given: Record<string, string>, id = runId) =>
    (await download(portal.ask(`/console/runs/x/download${query}`, given), at({ runId: id }))).status;
  expect(await statusOf('?format=csv', { 'sec-fetch-site': 'same-origin' })).toBe(401);
  expect(await statusOf('?format=csv', { cookie: headers.cookie ?? '', 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await statusOf('?format=xlsx', headers)).toBe(400);
  expect(await statusOf('?format=csv', headers, 'ffffffff-ffff-4fff-8fff-ffffffffffff')).toBe(404);
  expect(await statusOf('?format=csv', headers, '../../x')).toBe(404);
});

test('a job that keeps no rows has no list of them, and a cursor of nowhere is refused as a field', async () => {
  const sync = await begin('directory-sync');
  expect((await results(portal.ask('/x', portal.reader), at({ runId: sync }))).status).toBe(404);
  const answer = await ask('?after=nowhere');
  expect([answer.status, (await answer.json()).problems[0].field]).toEqual([400, 'after']);
});

test('a run that waits is cancelled at once; one that failed is queued again; what is not possible is refused', async () => {
  const id = await begin('inactive-users');
  const steer = async (handler: typeof cancel, headers?: Record<string, string>) => {
    const answer = await handler(portal.send('POST', '/x', {}, headers), at({ runId: id }));
    return { status: answer.status, body: await answer.json() };
  };
  expect((await steer(cancel, portal.reader)).status).toBe(403);
  expect((await steer(retry)).status).toBe(422);
  expect((await steer(cancel)).body).toMatchObject({ id, state: 'cancelled' });
  expect((await steer(cancel)).status).toBe(422);
  await portal.database.database.asFleet((tx) => tx.run.updateMany({ where: { id }, data: { state: 'failed' } }));
  expect((await steer(retry)).body).toMatchObject({ id, state: 'queued', attempt: 0 });
});
