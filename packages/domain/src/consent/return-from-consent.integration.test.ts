import { changedTables, createTestDatabase, readWholeDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionState } from '../connections/connection-states.ts';
import { permissionManifest } from '../permission-manifest.ts';
import type { Slip } from '../runs/slip.ts';
import { beginConsent, type SignedIn } from './begin-consent.ts';
import { type ConsentAnswer, returnFromConsent } from './return-from-consent.ts';

let test: TestDatabase;
let rung: Slip[];
let person: SignedIn;
let state: string;

const now = new Date('2026-03-01T12:00:00Z');
const other = 'ffffffff-0000-4000-8000-00000000000f';
const ring = async (slips: Slip[]) => void rung.push(...slips);
let serial = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

beforeEach(async () => {
  rung = [];
  serial += 1;
  person = {
    sessionId: `5e550000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    tenantId: `c0000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    oid: '0b1ec700-0000-4000-8000-000000000001',
    username: 'admin@fabrikam.example',
    name: 'Ada Admin',
    standing: 'tenant-admin',
  };
  state = await begin();
});

async function begin(): Promise<string> {
  const begun = await beginConsent(test.database, {
    person,
    tenantName: 'fabrikam.example',
    invitation: null,
    connect: 'open',
    now,
  });
  if (begun.kind !== 'begun') throw new Error(begun.reason);
  return begun.state;
}

async function comeBack(answer: ConsentAnswer, sessionId: string | null = person.sessionId, at = now) {
  const before = await readWholeDatabase(test.ownerUrl);
  const outcome = await returnFromConsent(test.database, ring, { answer, sessionId, now: at });
  const changed = changedTables(before, await readWholeDatabase(test.ownerUrl));
  const request = await test.database.asFleet((tx) =>
    tx.consentRequest.findFirstOrThrow({ where: { sessionId: person.sessionId }, orderBy: { createdAt: 'desc' } }),
  );
  const connection = await test.database.asFleet((tx) => tx.connection.findUnique({ where: { tenantId: person.tenantId } }));
  return { kind: outcome.kind, changed, request, connection };
}

async function connectionIn(connectionState: ConnectionState): Promise<void> {
  await test.database.asFleet(async (tx) => {
    await tx.tenant.create({ data: { tenantId: person.tenantId, name: 'Fabrikam', claimedAt: now } });
    await tx.connection.create({
      data: {
        tenantId: person.tenantId,
        state: connectionState,
        manifestVersion: 1,
        grantedPermissions: permissionManifest.permissions.map(({ value }) => value),
      },
    });
  });
}

const approval = (claimedTenantId: string | null = person.tenantId): ConsentAnswer => ({
  state,
  kind: 'approved',
  claimedTenantId,
});
const refusal = (kind: 'declined' | 'failed' = 'declined'): ConsentAnswer => ({
  state,
  kind,
  error: 'access_denied',
  aadsts: 65004,
  correlationId: 'c',
});

describe('the consent callback', () => {
  it.each([
    ['no session', null],
    ['the session of another browser', '5e55ffff-0000-4000-8000-00000000000f'],
  ])('changes nothing for %s, whatever it claims, and leaves the request pending', async (_, sessionId) => {
    for (const answer of [approval(), approval(other), refusal()]) {
      const seen = await comeBack(answer, sessionId);
      expect(seen.changed).toEqual([]);
      expect(seen.kind).toBe('not-yours');
      expect(seen.request.state).toBe('pending');
    }
    expect(rung).toEqual([]);
  });

  it('changes nothing for a state nobody knows', async () => {
    const seen = await comeBack({ ...approval(), state: 'x'.repeat(1_000_000) });
    expect(seen.changed).toEqual([]);
    expect(seen.kind).toBe('already-used');
  });

  it('changes nothing for an unreadable answer or one without a state', async () => {
    expect((await comeBack({ state, kind: 'unreadable' })).changed).toEqual([]);
    expect((await comeBack({ ...approval(), state: null })).changed).toEqual([]);
  });

  it('changes nothing for a used state: back button, refresh, or a decline after the approval', async () => {
    expect((await comeBack(approval())).kind).toBe('returned');
    for (const answer of [approval(), refusal(), approval(other)]) {
      const again = await comeBack(answer);
      expect(again.changed).toEqual([]);
      expect(again.kind).toBe('already-used');
    }
  });

  it('changes nothing for an expired state', async () => {
    const late = await comeBack(approval(), person.sessionId, new Date(now.getTime() + 61 * 60_000));
    expect(late.changed).toEqual([]);
    expect(late.kind).toBe('already-used');
  });

  it('fails the request alone when another tenant comes back, and makes no tenant', async () => {
    const seen = await comeBack(approval(other));
    expect(seen).toMatchObject({ kind: 'wrong-tenant', changed: ['audit', 'consent_request'], connection: null });
    expect(seen.request).toMatchObject({ state: 'failed', outcomeCode: 'wrong-tenant' });
  });

  it('declines or fails the request alone when an error comes back, even beside a tenant', async () => {
    const declined = await comeBack(refusal());
    expect(declined).toMatchObject({ kind: 'declined', changed: ['audit', 'consent_request'], connection: null });
    expect(declined.request).toMatchObject({ state: 'declined', outcomeCode: 'AADSTS65004', correlationId: 'c' });
    state = await begin();
    const failed = await comeBack(refusal('failed'));
    expect(failed).toMatchObject({ kind: 'failed', changed: ['audit', 'consent_request'], connection: null });
  });

  it.each([
    ['equal', false],
    ['absent', true],
  ])('returns the request and makes a proof due when the tenant is %s', async (_, absent) => {
    const seen = await comeBack(absent ? approval(null) : approval());
    expect(seen.changed).toEqual(['audit', 'connection', 'consent_request', 'run', 'run_event', 'tenant']);
    expect(seen.request.state).toBe('returned');
    expect(seen.connection).toMatchObject({ state: 'settling', grantedPermissions: [] });
    expect(rung).toHaveLength(1);
    expect(rung[0]?.lane).toBe('prompt');
  });

  it('lets one of two simultaneous callbacks through', async () => {
    const both = await Promise.all(
      [1, 2].map(() => returnFromConsent(test.database, ring, { answer: approval(), sessionId: person.sessionId, now })),
    );
    expect(both.map(({ kind }) => kind).sort()).toEqual(['already-used', 'returned']);
    expect(rung).toHaveLength(1);
  });

  it.each(['active', 'degraded', 'unclaimed'] as const)(
    'keeps a connection that is %s as it is, with a new token generation and a proof',
    async (kept) => {
      await connectionIn(kept);
      const seen = await comeBack(approval());
      expect(seen.connection).toMatchObject({ state: kept, tokenGeneration: 2 });
      expect(seen.connection?.grantedPermissions).toEqual(permissionManifest.permissions.map(({ value }) => value));
      expect(rung).toHaveLength(1);
    },
  );

  it.each(['declined', 'failed', 'wrong-tenant'] as const)('never lowers an active connection: %s', async (kind) => {
    await connectionIn('active');
    const before = await test.database.asFleet((tx) => tx.connection.findUnique({ where: { tenantId: person.tenantId } }));
    const seen = await comeBack(kind === 'wrong-tenant' ? approval(other) : refusal(kind));
    expect(seen.kind).toBe(kind);
    expect(seen.connection).toEqual(before);
  });

  it.each(['not_granted', 'needs_consent', 'disconnected', 'erased'] as const)(
    'lets a lapsed connection settle again: %s',
    async (lapsed) => {
      await connectionIn(lapsed);
      const seen = await comeBack(approval());
      expect(seen.connection).toMatchObject({ state: 'settling', tokenGeneration: 2 });
    },
  );
});

describe('a person who is not a tenant admin', () => {
  it.each(['active', 'disconnected', 'erased', 'suspended', 'needs_consent'] as const)(
    'gains nothing in a tenant that is %s',
    async (held) => {
      await connectionIn(held);
      const before = await readWholeDatabase(test.ownerUrl);
      for (const connect of ['open', 'invitation'] as const) {
        const begun = await beginConsent(test.database, {
          person: { ...person, standing: 'not-admin' },
          tenantName: 'fabrikam.example',
          invitation: null,
          connect,
          now,
        });
        expect(begun).toEqual({ kind: 'refused', reason: 'not-admin' });
      }
      expect(changedTables(before, await readWholeDatabase(test.ownerUrl))).toEqual([]);
    },
  );

  it.each(['disconnected', 'erased'] as const)(
    'cannot bring back a tenant that is %s with a role the token does not show',
    async (held) => {
      await connectionIn(held);
      const begun = await beginConsent(test.database, {
        person: { ...person, standing: 'unknown' },
        tenantName: 'f',
        invitation: null,
        connect: 'open',
        now,
      });
      expect(begun).toEqual({ kind: 'refused', reason: 'not-admin' });
    },
  );
});

it('keeps the span of the callback on the proof that follows, and the newest one on a proof that waits', async () => {
  const proof = () => test.database.asFleet((tx) => tx.run.findFirst({ where: { tenantId: person.tenantId } }));
  const wish = { answer: approval(), sessionId: person.sessionId, now };
  await returnFromConsent(test.database, ring, { ...wish, traceparent: 'first' });
  expect(await proof()).toMatchObject({ trigger: 'consent', traceparent: 'first' });
  const data = { state: 'waiting' as const, rungAt: null };
  await test.database.asFleet((tx) => tx.run.updateMany({ where: { tenantId: person.tenantId }, data }));
  state = await begin();
  await returnFromConsent(test.database, ring, { ...wish, answer: approval(), traceparent: 'second' });
  expect(await proof()).toMatchObject({ traceparent: 'second' });
});
