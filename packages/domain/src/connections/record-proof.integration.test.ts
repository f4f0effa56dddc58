import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginConsent, type SignedIn } from '../consent/begin-consent.ts';
import { createInvitation, type Invitation } from '../consent/invitations.ts';
import { returnFromConsent } from '../consent/return-from-consent.ts';
import type { Actor } from '../people/actor.ts';
import { permissionManifest } from '../permission-manifest.ts';
import { startRuns } from '../runs/start-runs.ts';
import { sweep } from '../runs/sweep.ts';
import { confirmTenant } from '../tenants/confirm-tenant.ts';
import { type ProofResult, recordProof } from './record-proof.ts';

let test: TestDatabase;
let person: SignedIn;
let serial = 0;
const begun = new Date('2026-03-01T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;
const roles = permissionManifest.permissions.map(({ value }) => value);
const operator: Actor = { kind: 'operator', id: 'op', name: 'Olga Operator' };
const organization = { displayName: 'Fabrikam', defaultDomain: 'fabrikam.example', verifiedDomains: ['fabrikam.example'] };
const proven: ProofResult = { kind: 'proven', roles, organization };
const roleless: ProofResult = { kind: 'refused', code: 'roles-missing', unambiguous: false };
const gone: ProofResult = { kind: 'refused', code: 'AADSTS7000229', unambiguous: true };
const ring = async () => {};

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => {
  serial += 1;
  person = {
    sessionId: `5e550000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    tenantId: `c0000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    oid: '0b1ec700-0000-4000-8000-000000000001',
    username: 'admin@fabrikam.example',
    name: 'Ada Admin',
    standing: 'tenant-admin',
  };
});

const after = (ms: number) => new Date(begun.getTime() + ms);
const prove = (result: ProofResult, at: Date) => recordProof(test.database, { tenantId: person.tenantId, result, now: at });
const connection = () => test.database.asFleet((tx) => tx.connection.findUniqueOrThrow({ where: { tenantId: person.tenantId } }));
const tenant = () => test.database.asFleet((tx) => tx.tenant.findUniqueOrThrow({ where: { tenantId: person.tenantId } }));
const newestRequest = () =>
  test.database.asFleet((tx) =>
    tx.consentRequest.findFirstOrThrow({ where: { tenantId: person.tenantId }, orderBy: { createdAt: 'desc' } }),
  );

async function consent(
  options: { invitation?: Invitation; connect?: 'invitation' | 'open'; at?: Date; standing?: SignedIn['standing'] } = {},
) {
  const { invitation = null, connect = 'open', at = begun, standing = 'tenant-admin' } = options;
  const answer = await beginConsent(test.database, {
    person: { ...person, standing },
    tenantName: 'fabrikam.example',
    invitation,
    connect,
    now: at,
  });
  if (answer.kind !== 'begun') throw new Error(answer.reason);
  const outcome = await returnFromConsent(test.database, ring, {
    answer: { kind: 'approved', state: answer.state, claimedTenantId: person.tenantId },
    sessionId: person.sessionId,
    now: at,
  });
  expect(outcome.kind).toBe('returned');
}

function invite(wish: { namedTenantId?: string; namedDomain?: string; externalRef?: string }) {
  return createInvitation(test.database, { label: 'Fabrikam', expiresInDays: 30, operator, now: begun, ...wish });
}

describe('a proof', () => {
  it('makes a request granted and a connection active, and keeps the measured delay', async () => {
    await consent();
    expect(await prove(roleless, after(5_000))).toMatchObject({ state: 'settling', nextTryAt: expect.any(Date) });
    expect((await newestRequest()).state).toBe('returned');
    expect(await prove(proven, after(90_000))).toEqual({ state: 'active', nextTryAt: null });
    expect(await connection()).toMatchObject({
      state: 'active',
      propagationMs: 90_000,
      grantedPermissions: roles,
      tokenGeneration: 2,
    });
    expect((await newestRequest()).state).toBe('granted');
    expect((await tenant()).name).toBe('Fabrikam');
  });

  it('says not granted after a day, and a late approval still settles by itself', async () => {
    await consent();
    let at: Date | null = begun;
    let tries = 0;
    while (at !== null && at < after(26 * hour)) {
      tries += 1;
      const record = await prove(roleless, at);
      expect(record.state).toBe(at < after(24 * hour) ? 'settling' : 'not_granted');
      at = record.nextTryAt;
    }
    expect(tries).toBeLessThanOrEqual(40);
    expect((await newestRequest()).state).toBe('not_granted');
    expect(await prove(proven, at as Date)).toEqual({ state: 'active', nextTryAt: null });
    expect((await newestRequest()).state).toBe('granted');
  });

  it('gives permissions that arrive one by one a while before it calls the connection degraded', async () => {
    await consent();
    const some: ProofResult = { ...proven, roles: roles.slice(1) } as ProofResult;
    expect((await prove(some, after(minute))).state).toBe('settling');
    expect((await prove(some, after(20 * minute))).state).toBe('degraded');
    expect(await connection()).toMatchObject({ reasonCode: 'permission-missing' });
    expect((await prove(proven, after(30 * minute))).state).toBe('active');
  });

  it('lowers a working connection only after two empty proofs at least a minute apart', async () => {
    await consent();
    await prove(proven, after(minute));
    const first = await prove(roleless, after(10 * minute));
    expect(first.state).toBe('active');
    expect((first.nextTryAt as Date).getTime()).toBeGreaterThanOrEqual(after(11 * minute).getTime());
    expect((await prove(roleless, after(10 * minute + 30_000))).state).toBe('active');
    expect((await prove(roleless, after(11 * minute + 2_000))).state).toBe('needs_consent');
  });

  it('forgets a doubt that the next proof does not share', async () => {
    await consent();
    await prove(proven, after(minute));
    await prove(roleless, after(10 * minute));
    await prove(proven, after(12 * minute));
    expect((await prove(roleless, after(40 * minute))).state).toBe('active');
  });

  it('lowers it at once when the answer is unambiguous', async () => {
    await consent();
    await prove(proven, after(minute));
    expect((await prove(gone, after(10 * minute))).state).toBe('needs_consent');
    expect(await connection()).toMatchObject({ reasonCode: 'AADSTS7000229', grantedPermissions: [] });
  });

  it('learns nothing about the tenant from an outage or from our own credential', async () => {
    await consent();
    await prove(proven, after(minute));
    for (const at of [10, 12, 14]) {
      expect(await prove({ kind: 'no-verdict', code: 'AADSTS7000222' }, after(at * minute))).toEqual({
        state: 'active',
        nextTryAt: null,
      });
    }
    expect(await connection()).toMatchObject({ state: 'active', suspectSince: null });
  });

  it('never interrupts a working connection while an upgrade consent is on its way', async () => {
    await consent();
    await prove(proven, after(minute));
    await consent({ at: after(hour) });
    expect((await prove(roleless, after(hour + minute))).state).toBe('active');
    expect((await prove(roleless, after(hour + 5 * minute))).state).toBe('active');
    expect((await prove(proven, after(hour + 10 * minute))).state).toBe('active');
    expect((await newestRequest()).state).toBe('granted');
  });

  it('does not bring back by a grant alone what needs consent, is disconnected, erased or suspended', async () => {
    await consent();
    await prove(proven, after(minute));
    for (const state of ['needs_consent', 'disconnected', 'erased', 'suspended'] as const) {
      await test.database.asFleet((tx) => tx.connection.updateMany({ where: { tenantId: person.tenantId }, data: { state } }));
      expect(await prove(proven, after(hour))).toEqual({ state, nextTryAt: null });
    }
  });
});

describe('the one proof of a tenant', () => {
  const proofs = () =>
    test.database.asFleet((tx) =>
      tx.run.findMany({ where: { tenantId: person.tenantId, job: 'verify-connection' }, select: { id: true, state: true } }),
    );

  it('is rung and not doubled when an operator asks for it as well', async () => {
    await consent();
    const wish = {
      job: 'verify-connection',
      params: {},
      selection: { kind: 'tenants' as const, tenantIds: [person.tenantId] },
      actor: operator,
      trigger: 'operator' as const,
    };
    const asked = await Promise.all([1, 2, 3].map((ms) => startRuns(test.database, ring, { ...wish, now: after(ms) })));
    const [proof] = await proofs();
    expect(await proofs()).toHaveLength(1);
    for (const answer of asked) expect(answer).toMatchObject({ kind: 'started', runIds: [proof?.id], skipped: { counts: {} } });
  });

  it('begins anew when it ended by our fault and the connection still settles', async () => {
    await consent();
    await test.database.asFleet((tx) =>
      tx.run.updateMany({ where: { tenantId: person.tenantId }, data: { state: 'failed', finishedAt: begun } }),
    );
    const idleLanes = { prompt: false, bulk: false, long: false };
    await sweep(test.database, { now: after(30 * minute), idleLanes });
    expect(await proofs()).toHaveLength(1);
    await sweep(test.database, { now: after(2 * hour), idleLanes });
    expect(await proofs()).toHaveLength(2);
  });
});

describe('who stands behind a tenant', () => {
  it('is an invitation that names it, which also gives the external reference', async () => {
    await consent({ invitation: await invite({ namedTenantId: person.tenantId, externalRef: 'crm-17' }), connect: 'invitation' });
    await prove(proven, after(minute));
    expect((await connection()).state).toBe('active');
    expect((await tenant()).externalRef).toBe('crm-17');
  });

  it('is an operator when the invitation names nobody: proven, unclaimed, without a run until confirmed', async () => {
    await consent({ invitation: await invite({}), connect: 'invitation' });
    await prove(proven, after(minute));
    expect((await connection()).state).toBe('unclaimed');
    const wish = {
      job: 'directory-sync',
      params: {},
      selection: { kind: 'tenants' as const, tenantIds: [person.tenantId] },
      actor: operator,
      trigger: 'operator' as const,
      now: after(hour),
    };
    expect(await startRuns(test.database, ring, wish)).toMatchObject({
      created: 0,
      runIds: [],
      skipped: { counts: { unclaimed: 1 } },
    });
    expect(await confirmTenant(test.database, { tenantId: person.tenantId, operator, now: after(hour) })).toBe('confirmed');
    expect((await connection()).state).toBe('active');
    expect(await startRuns(test.database, ring, wish)).toMatchObject({ runIds: [expect.any(String)] });
  });

  it('is compared with the verified domains when the invitation names a domain', async () => {
    await consent({
      invitation: await invite({ namedDomain: 'northwind.example', externalRef: 'crm-18' }),
      connect: 'invitation',
    });
    await prove(proven, after(minute));
    expect(await connection()).toMatchObject({ state: 'unclaimed', reasonCode: 'domain-not-verified' });
    expect((await tenant()).externalRef).toBeNull();
  });

  it('is an operator when the token cannot tell whether the person is a tenant admin', async () => {
    await consent({ invitation: await invite({ namedTenantId: person.tenantId }), connect: 'invitation', standing: 'unknown' });
    await prove(proven, after(minute));
    expect((await connection()).state).toBe('unclaimed');
  });
});

describe('runs of a tenant', () => {
  const sync = { job: 'directory-sync', params: {}, actor: operator, trigger: 'operator' as const };
  const runStates = () =>
    test.database.asFleet((tx) =>
      tx.run.findMany({ where: { tenantId: person.tenantId, job: 'directory-sync' }, select: { state: true, reasonCode: true } }),
    );

  it('are held while it settles and go on when it is proven', async () => {
    await consent();
    await startRuns(test.database, ring, {
      ...sync,
      selection: { kind: 'tenants' as const, tenantIds: [person.tenantId] },
      now: after(1000),
    });
    expect(await runStates()).toEqual([{ state: 'held', reasonCode: 'settling' }]);
    await prove(proven, after(minute));
    expect(await runStates()).toEqual([{ state: 'queued', reasonCode: null }]);
  });

  it('are held when the permission they need is lost, and go on when it is back', async () => {
    await consent();
    await prove(proven, after(minute));
    await prove({ ...proven, roles: roles.slice(1) } as ProofResult, after(hour));
    await startRuns(test.database, ring, {
      ...sync,
      selection: { kind: 'tenants' as const, tenantIds: [person.tenantId] },
      now: after(hour),
    });
    expect(await runStates()).toEqual([{ state: 'held', reasonCode: 'permission-missing' }]);
    await prove(proven, after(2 * hour));
    expect(await runStates()).toEqual([{ state: 'queued', reasonCode: null }]);
  });
});
