import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { directoryQuery } from '../_schemas/directory.ts';
import { newInvitationSchema } from '../_schemas/invitation.ts';
import { listOf, pagingFields } from '../_schemas/paging.ts';
import { startRunsSchema } from '../_schemas/run.ts';
import { readBody, readQuery } from './read-input.ts';

const list = z.strictObject({ ...pagingFields(200), state: listOf(['active', 'settling'], 'States.') });

async function refusalOf(read: { ok: boolean; answer?: Response }) {
  expect(read.ok).toBe(false);
  const document = await read.answer?.json();
  return { status: read.answer?.status, type: document.type, problems: document.problems };
}

function post(body: string, contentType = 'application/json'): Request {
  return new Request('https://portal.example/', { method: 'POST', body, headers: { 'content-type': contentType } });
}

describe('a query', () => {
  test('without fields gives the defaults', () => {
    expect(readQuery(list, new URLSearchParams())).toEqual({ ok: true, value: { limit: 100 } });
  });

  test('is read into numbers, lists and instants', () => {
    const query = readQuery(list, new URLSearchParams('state=active,settling&limit=7&after=abc'));
    expect(query).toEqual({ ok: true, value: { state: ['active', 'settling'], limit: 7, after: 'abc' } });
    const changed = readQuery(
      directoryQuery,
      new URLSearchParams('changedSince=2026-01-31T09:00:00%2B02:00&includeDeleted=true'),
    );
    expect(changed).toMatchObject({ ok: true, value: { changedSince: new Date('2026-01-31T07:00:00Z'), includeDeleted: true } });
  });

  test('with a wrong value is refused and the field is named', async () => {
    const refusal = await refusalOf(readQuery(list, new URLSearchParams('limit=5000&state=weather')));
    expect(refusal).toMatchObject({ status: 400, type: 'urn:tenantry:problem:invalid-request' });
    expect(refusal.problems.map(({ field }: { field: string }) => field)).toEqual(['limit', 'state.0']);
  });

  test('with an unknown field, or one given twice, is refused instead of widening the list', async () => {
    expect((await refusalOf(readQuery(list, new URLSearchParams('stat=active')))).problems[0].field).toBe('stat');
    expect((await refusalOf(readQuery(list, new URLSearchParams('limit=1&limit=2')))).problems[0].field).toBe('limit');
  });

  test('with a date that is none is refused', async () => {
    const refusal = await refusalOf(readQuery(directoryQuery, new URLSearchParams('changedSince=yesterday')));
    expect(refusal.problems[0].field).toBe('changedSince');
  });
});

describe('a body', () => {
  test('must be JSON, by its type and in fact', async () => {
    expect((await refusalOf(await readBody(startRunsSchema, post('a=1', 'application/x-www-form-urlencoded')))).status).toBe(415);
    expect((await refusalOf(await readBody(startRunsSchema, post('{')))).status).toBe(400);
  });

  test('of more than a mebibyte is refused before it is read whole', async () => {
    expect((await refusalOf(await readBody(startRunsSchema, post('x'.repeat(1_100_000))))).status).toBe(413);
  });

  test('that starts a job names its tenants by GUID, or all', async () => {
    const good = await readBody(
      startRunsSchema,
      post('{"job":"directory-sync","tenantIds":["C0000001-0000-4000-8000-000000000001"]}'),
    );
    expect(good).toMatchObject({ ok: true, value: { params: {}, tenantIds: ['c0000001-0000-4000-8000-000000000001'] } });
    const bad = await refusalOf(
      await readBody(startRunsSchema, post('{"job":"directory-sync","tenantIds":["contoso"],"extra":1}')),
    );
    expect(bad.problems.map(({ field }: { field: string }) => field)).toEqual(['tenantIds.0', 'extra']);
  });

  test('of an invitation takes empty form fields as left out', async () => {
    const wish = { label: ' Contoso ', tenantId: '', domain: '', externalRef: '' };
    expect(await readBody(newInvitationSchema, post(JSON.stringify(wish)))).toEqual({
      ok: true,
      value: { label: 'Contoso', expiresInDays: 14 },
    });
  });

  test('of an invitation may hold a reference only together with whose it is', async () => {
    const refusal = await refusalOf(await readBody(newInvitationSchema, post('{"label":"Contoso","externalRef":"K-1"}')));
    expect(refusal.problems).toEqual([{ field: 'externalRef', message: expect.stringContaining('tenant id') }]);
    const named = { label: 'Contoso', externalRef: 'K-1', domain: 'contoso.example' };
    expect(await readBody(newInvitationSchema, post(JSON.stringify(named)))).toMatchObject({ ok: true });
  });

  test('of an invitation is refused field by field', async () => {
    const wish = { label: '', tenantId: 'x', domain: 'not a domain', expiresInDays: 0 };
    const refusal = await refusalOf(await readBody(newInvitationSchema, post(JSON.stringify(wish))));
    expect(refusal.problems.map(({ field }: { field: string }) => field)).toEqual([
      'label',
      'tenantId',
      'domain',
      'expiresInDays',
    ]);
  });
});
