import { describe, expect, it } from 'vitest';
import { readFlags } from './flags.ts';
import { planStart, portalPart, workerPart } from './plan.ts';
import { StartError } from './start-error.ts';

const sessionSecret = 's'.repeat(43);
const guid = '11111111-2222-4333-8444-555555555555';
const microsoft = {
  ENTRA_CLIENT_ID: guid,
  ENTRA_CLIENT_SECRET: 'directory-secret-value',
  SIGNIN_CLIENT_ID: guid,
  SIGNIN_CLIENT_SECRET: 'sign-in-secret-value',
};

const plan = (environment: Record<string, string>, ...flags: string[]) => planStart(readFlags(flags), environment, sessionSecret);

function refusal(environment: Record<string, string>): string {
  try {
    plan(environment);
  } catch (error) {
    if (error instanceof StartError) return `${error.message}\n${error.detail}`;
    throw error;
  }
  return '';
}

describe('a start', () => {
  it('is the demo when the environment says nothing', () => {
    const { mode, portalUrl, emulatorUrl, database, redisUrl, settings } = plan({}, '--port', '3100', '--emulator-port', '4100');
    expect({ mode, portalUrl, emulatorUrl, database, redisUrl }).toEqual({
      mode: 'demo',
      portalUrl: 'http://localhost:3100',
      emulatorUrl: 'http://localhost:4100',
      database: null,
      redisUrl: null,
    });
    expect(settings).toMatchObject({
      PUBLIC_URL: 'http://localhost:3100',
      ENTRA_BASE_URL: 'http://localhost:4100',
      SESSION_SECRET: sessionSecret,
    });
  });

  it('is the demo when the sign-in host is this machine, whatever registration is named', () => {
    const { mode, settings } = plan({ ...microsoft, ENTRA_BASE_URL: 'http://localhost:4000', ENTRA_CLIENT_SECRET_NEXT: 'next' });
    expect(mode).toBe('demo');
    expect(settings.ENTRA_CLIENT_ID).not.toBe(guid);
    expect(settings).not.toHaveProperty('ENTRA_CLIENT_SECRET_NEXT');
  });

  it('is against Microsoft with a registration and its credential, and keeps what is set', () => {
    const { mode, emulatorUrl, portalUrl, settings } = plan({
      ...microsoft,
      BRAND_NAME: 'Fabrikam',
      PUBLIC_URL: 'https://portal.example.com',
    });
    expect({ mode, emulatorUrl, portalUrl }).toEqual({
      mode: 'microsoft',
      emulatorUrl: null,
      portalUrl: 'https://portal.example.com',
    });
    expect(settings).toMatchObject({ ...microsoft, BRAND_NAME: 'Fabrikam' });
    expect(settings).not.toHaveProperty('ENTRA_BASE_URL');
  });

  it('lists by name what Microsoft needs beyond that, and shows no value', () => {
    const text = refusal({ ENTRA_CLIENT_ID: 'guid-7f3a', ENTRA_CLIENT_SECRET: 'value-91cc' });
    for (const name of ['ENTRA_CLIENT_ID', 'SIGNIN_CLIENT_ID', 'SIGNIN_CLIENT_SECRET']) expect(text).toContain(`- ${name} `);
    expect(text).not.toMatch(/7f3a|91cc/);
    expect(refusal({ ENTRA_CLIENT_ID: guid, SIGNIN_CLIENT_ID: guid, SIGNIN_CLIENT_SECRET: 'x' })).toContain(
      'ENTRA_CLIENT_SECRET',
    );
  });

  it('uses a database that is given, and wants the address of its owner too', () => {
    const database = { DATABASE_URL: 'postgresql://app@db/t', DATABASE_OWNER_URL: 'postgresql://owner@db/t' };
    expect(plan(database).database).toEqual({ url: database.DATABASE_URL, ownerUrl: database.DATABASE_OWNER_URL });
    expect(refusal({ DATABASE_URL: database.DATABASE_URL })).toContain('DATABASE_OWNER_URL is not set');
    expect(refusal({ DATABASE_OWNER_URL: database.DATABASE_OWNER_URL })).toContain('DATABASE_URL is not set');
  });

  it('shows the portal no credential of the directory registration, and the worker nothing of the portal', () => {
    const next = { ENTRA_CLIENT_CERTIFICATE_PATH_NEXT: '/next.pem', REDIS_URL: 'redis://localhost' };
    const { settings } = plan({ ...microsoft, ...next, UNRELATED: 'x' });
    expect(Object.keys(portalPart(settings)).filter((name) => /SECRET|CERTIFICATE|TOKEN/.test(name))).toEqual([
      'SIGNIN_CLIENT_SECRET',
      'SESSION_SECRET',
    ]);
    expect(workerPart(settings)).toEqual({
      ENTRA_CLIENT_ID: guid,
      ENTRA_CLIENT_SECRET: microsoft.ENTRA_CLIENT_SECRET,
      ENTRA_CLIENT_CERTIFICATE_PATH_NEXT: '/next.pem',
      REDIS_URL: 'redis://localhost',
    });
  });
});
