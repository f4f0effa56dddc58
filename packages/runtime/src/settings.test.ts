import { describe, expect, it } from 'vitest';
import { portalSettings, readSettings, SettingsError, workerSettings } from './index.ts';

const guid = '11111111-2222-4333-8444-555555555555';

const portal = {
  PUBLIC_URL: 'https://portal.example.com',
  DATABASE_URL: 'postgresql://app@localhost/tenantry',
  ENTRA_CLIENT_ID: guid,
  SIGNIN_CLIENT_ID: guid,
  SIGNIN_CLIENT_SECRET: 'sign-in-secret-value',
  SESSION_SECRET: 'x'.repeat(32),
};

const worker = {
  DATABASE_URL: 'postgresql://app@localhost/tenantry',
  ENTRA_CLIENT_ID: guid,
  ENTRA_CLIENT_SECRET: 'directory-secret-value',
};

function problemsOf(
  schema: typeof portalSettings | typeof workerSettings,
  environment: Record<string, string>,
): readonly string[] {
  try {
    readSettings(schema, environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  it('accept what a production portal and worker need', () => {
    expect(problemsOf(portalSettings, portal)).toEqual([]);
    expect(problemsOf(workerSettings, worker)).toEqual([]);
  });

  it('list every problem at once, by name and never by value', () => {
    const problems = problemsOf(portalSettings, {
      PUBLIC_URL: 'http://hostile.example/path-7f3a',
      LOG_LEVEL: 'loud-91cc',
      ENTRA_CLIENT_ID: 'not-a-guid-44aa',
      ENTRA_BASE_URL: 'https://login.microsoftonline.us',
      ENTRA_CLIENT_SECRET: 'leaked-c0de',
    });
    for (const name of [
      'PUBLIC_URL',
      'DATABASE_URL',
      'LOG_LEVEL',
      'ENTRA_CLIENT_ID',
      'SIGNIN_CLIENT_ID',
      'SESSION_SECRET',
      'GRAPH_BASE_URL',
      'ENTRA_CLIENT_SECRET',
    ]) {
      expect(problems.some((problem) => problem.startsWith(`${name} `))).toBe(true);
    }
    expect(problems.join('\n')).not.toMatch(/7f3a|91cc|44aa|c0de/);
  });

  it('refuse a portal that can see the directory credential', () => {
    for (const name of [
      'ENTRA_CLIENT_SECRET',
      'ENTRA_CLIENT_CERTIFICATE_PATH',
      'ENTRA_FEDERATED_TOKEN_FILE',
      'ENTRA_CLIENT_SECRET_NEXT',
    ]) {
      expect(problemsOf(portalSettings, { ...portal, [name]: 'anything' })).toHaveLength(1);
    }
  });

  it('refuse a worker with no credential or with two', () => {
    const { ENTRA_CLIENT_SECRET: _, ...without } = worker;
    expect(problemsOf(workerSettings, without)).toHaveLength(1);
    expect(problemsOf(workerSettings, { ...worker, ENTRA_CLIENT_CERTIFICATE_PATH: '/etc/cert.pem' })).toHaveLength(1);
    expect(problemsOf(workerSettings, { ...worker, ENTRA_CLIENT_CERTIFICATE_PATH_NEXT: '/etc/cert.pem' })).toEqual([]);
  });

  it('refuse a login host and a Graph host of two clouds, and accept two loopback hosts', () => {
    const mixed = { ENTRA_BASE_URL: 'https://login.microsoftonline.us', GRAPH_BASE_URL: 'https://graph.microsoft.com' };
    expect(problemsOf(workerSettings, { ...worker, ...mixed })).toHaveLength(1);
    const half = { ENTRA_BASE_URL: 'http://localhost:4000', GRAPH_BASE_URL: 'https://graph.microsoft.com' };
    expect(problemsOf(workerSettings, { ...worker, ...half })).toHaveLength(1);
    const local = { ENTRA_BASE_URL: 'http://localhost:4000', GRAPH_BASE_URL: 'http://127.0.0.1:4000' };
    expect(problemsOf(workerSettings, { ...worker, ...local })).toEqual([]);
  });

  it('refuse plain http to any host but loopback', () => {
    expect(problemsOf(portalSettings, { ...portal, PUBLIC_URL: 'http://portal.example.com' })).toHaveLength(1);
    expect(problemsOf(portalSettings, { ...portal, PUBLIC_URL: 'http://localhost:3000' })).toEqual([]);
  });
});
