import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portalSettings, readSettings, workerSettings } from '@tenantry/runtime';
import { nodeFlags } from '@tenantry/worker/node-flags';
import { describe, expect, it } from 'vitest';
import { readCompose } from './compose-file.ts';
import { readEnvExample } from './env-file.ts';

const root = join(import.meta.dirname, '../..');
const values = Object.fromEntries(readEnvExample().map(({ name, value }) => [name, value]));
const { services, variables } = readCompose(values);
const { postgres, redis, migrate, portal, worker, emulator } = services;
const names = (schema: { shape: object }) => Object.keys(schema.shape).sort();
const isCredential = (name: string) => /^ENTRA_(CLIENT_SECRET|CLIENT_CERTIFICATE|FEDERATED_TOKEN)/.test(name);

describe('docker-compose.yml', () => {
  it('takes every variable from .env.example', () => {
    expect([...variables].filter((name) => !(name in values))).toEqual([]);
  });

  it('gives the portal all of its settings and no credential of the directory registration', () => {
    const environment = portal?.environment ?? {};
    expect(Object.keys(environment).sort()).toEqual(names(portalSettings).filter((name) => !isCredential(name)));
    expect(readSettings(portalSettings, environment)).toMatchObject({ REDIS_URL: 'redis://redis:6379' });
  });

  it('gives the worker all of its settings and no other', () => {
    const environment = worker?.environment ?? {};
    expect(Object.keys(environment).sort()).toEqual(names(workerSettings));
    expect(readSettings(workerSettings, environment).ENTRA_CLIENT_SECRET).toBe('demo-directory-secret');
  });

  it('starts the worker with the flags that keep it small', () => {
    expect(worker?.command?.slice(1, -1)).toEqual(nodeFlags);
  });

  it('migrates as the owner, before portal and worker start', () => {
    expect(Object.keys(migrate?.environment ?? {})).toEqual([
      'DATABASE_OWNER_URL',
      'DATABASE_URL',
      'ENTRA_BASE_URL',
      'ENTRA_CLIENT_ID',
    ]);
    for (const service of [portal, worker]) {
      expect(service?.depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
    }
    expect(migrate?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(migrate?.restart).toBe('no');
  });

  it('lets nobody of ours be superuser, and shows the owner only to the migrations', () => {
    const logins = (service: string) =>
      Object.values(services[service]?.environment ?? {}).flatMap((value) => /^postgresql:\/\/([^:]+):/.exec(value)?.[1] ?? []);
    expect(Object.fromEntries(Object.keys(services).map((name) => [name, logins(name)]))).toEqual({
      postgres: [],
      redis: [],
      migrate: ['tenantry_owner', 'tenantry_app'],
      portal: ['tenantry_app'],
      worker: ['tenantry_app'],
      emulator: [],
      'emulator-at-portal': [],
      'emulator-at-worker': [],
    });
    const script = readFileSync(join(root, 'scripts/compose/create-owner.sql'), 'utf8');
    expect(script).toMatch(/CREATE ROLE tenantry_owner LOGIN CREATEROLE PASSWORD/);
    expect(script).not.toMatch(/superuser;|bypassrls/i);
    expect(new Set(['POSTGRES_PASSWORD', 'DATABASE_OWNER_PASSWORD', 'DATABASE_PASSWORD'].map((name) => values[name])).size).toBe(
      3,
    );
  });

  it('watches over what runs, and starts it again', () => {
    for (const service of [postgres, redis, portal, worker]) {
      expect(service?.healthcheck?.test[0]).toBe('CMD');
      expect(service?.restart).toBe('unless-stopped');
    }
    expect(redis?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
    expect(redis?.image).toMatch(/^redis:[789]/);
  });

  it('has the emulator in the profile `demo` only', () => {
    const demo = Object.entries(services).flatMap(([name, { profiles }]) => (profiles === undefined ? [] : [[name, profiles]]));
    expect(demo).toEqual([
      ['emulator', ['demo']],
      ['emulator-at-portal', ['demo']],
      ['emulator-at-worker', ['demo']],
    ]);
    expect(emulator?.command).toContain(values.PUBLIC_URL);
  });

  it('is reached through loopback only', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports).toEqual(['127.0.0.1:3000:3000', '127.0.0.1:4000:4000']);
  });

  it('runs programs that exist, in an image that is not run by root', () => {
    const built = Object.values(services).filter(({ build }) => build !== undefined);
    const scripts = built.flatMap(({ command = [], working_dir = '/app' }) =>
      (command.join(' ').match(/[\w./-]+\.ts\b/g) ?? []).map((file) => join(root, working_dir.slice('/app'.length), file)),
    );
    expect(scripts).toHaveLength(6);
    expect(scripts.filter((file) => !existsSync(file))).toEqual([]);
    expect(readFileSync(join(root, 'Dockerfile'), 'utf8').trimEnd().split('\n').at(-1)).toBe('USER node');
    expect(built.filter(({ user }) => user !== undefined)).toEqual([]);
  });
});
