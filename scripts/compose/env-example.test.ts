import { portalSettings, readSettings, workerSettings } from '@tenantry/runtime';
import { describe, expect, it } from 'vitest';
import { readFlags } from '../start/flags.ts';
import { planStart, portalPart, workerPart } from '../start/plan.ts';
import { envExampleProblems, readEnvExample } from './env-file.ts';

const settings = readEnvExample();
const values = Object.fromEntries(settings.map(({ name, value }) => [name, value]));

describe('.env.example', () => {
  it('names and explains every setting that a process reads, and no other', () => {
    expect(envExampleProblems()).toEqual([]);
  });

  it('is found out when a setting is missing, strange, doubled or not explained', () => {
    const [first, ...rest] = settings.filter(({ name }) => name !== 'SUPPORT_URL');
    if (!first) throw new Error('.env.example names settings.');
    const spoilt = [
      first,
      first,
      { ...first, name: 'SUPORT_URL' },
      ...rest.map((one) => (one.name === 'CONNECT' ? { ...one, comment: null } : one)),
    ];
    expect(envExampleProblems(spoilt)).toEqual([
      '.env.example: SUPPORT_URL is missing',
      '.env.example: nothing reads SUPORT_URL',
      `.env.example: ${first.name} stands there twice`,
      '.env.example: nothing above CONNECT says what it is',
    ]);
  });

  it('works as it is: `npm start` plays the demo with it, and portal and worker accept it', () => {
    expect(planStart(readFlags([]), values, 'unused'.repeat(6)).mode).toBe('demo');
    const given = { ...values, DATABASE_URL: 'postgresql://tenantry_app@localhost/tenantry' };
    expect(readSettings(portalSettings, portalPart(given)).PUBLIC_URL).toBe('http://localhost:3000');
    expect(readSettings(workerSettings, workerPart(given)).WORKER_CONCURRENCY).toBe(8);
  });
});
