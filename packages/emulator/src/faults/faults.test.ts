import { describe, expect, it } from 'vitest';
import { homeTenantId } from '../customers/registrations.ts';
import { createWorld } from '../world/create-world.ts';
import { type FaultRule, nextFault } from './faults.ts';

const rule = (changes: Partial<FaultRule>): FaultRule => ({
  id: 'x',
  target: 'graph',
  tenantId: null,
  pathPrefix: null,
  remaining: null,
  share: 1,
  fault: { kind: 'hang' },
  ...changes,
});

async function worldWith(...rules: FaultRule[]) {
  const world = await createWorld({ baseUrl: 'http://localhost', homeTenantId, seed: 7 });
  world.faults.push(...rules);
  return (at: Partial<Parameters<typeof nextFault>[1]> = {}) =>
    nextFault(world, { target: 'graph', tenantId: 'a', path: '/v1.0/users', ...at })?.kind ?? null;
}

describe('a fault rule', () => {
  it('with a count happens that often and then no more', async () => {
    const next = await worldWith(rule({ remaining: 2 }));
    expect([next(), next(), next()]).toEqual(['hang', 'hang', null]);
  });

  it('hits only its target, tenant and path', async () => {
    const next = await worldWith(rule({ tenantId: 'a', pathPrefix: '/v1.0/users' }));
    expect(next({ target: 'token' })).toBeNull();
    expect(next({ tenantId: 'b' })).toBeNull();
    expect(next({ path: '/v1.0/groups' })).toBeNull();
    expect(next({ path: '/v1.0/users/delta' })).toBe('hang');
  });

  it('with a share hits about that part of the requests, and the same ones for the same seed', async () => {
    const draw = async () => {
      const next = await worldWith(rule({ share: 0.25 }));
      return Array.from({ length: 400 }, () => next());
    };
    const drawn = await draw();
    const hits = drawn.filter((kind) => kind === 'hang').length;
    expect(hits).toBeGreaterThan(60);
    expect(hits).toBeLessThan(140);
    expect(await draw()).toEqual(drawn);
  });
});
