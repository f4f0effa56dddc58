import { expect, it } from 'vitest';
import { addCustomer } from '../customers/add-customer.ts';
import { addRegistrations, directoryRegistrationClientId, homeTenantId } from '../customers/registrations.ts';
import { grantWholeList } from '../entra/grant.ts';
import { createWorld } from './create-world.ts';
import { applySnapshot, takeSnapshot } from './snapshot.ts';

const tenantId = 'c0000009-0000-4000-8000-000000000009';

async function seededWorld() {
  const world = await createWorld({ baseUrl: 'http://localhost', homeTenantId, seed: 1 });
  addRegistrations(world);
  const tenant = addCustomer(world, { tenantId, users: 3 });
  return { world, tenant };
}

it('brings consents and the behaviour of a tenant into a world of the same seed', async () => {
  const before = await seededWorld();
  const registration = before.world.registrations.get(directoryRegistrationClientId);
  if (!registration) throw new Error('The directory registration is seeded.');
  const principal = grantWholeList(before.world, before.tenant, registration);
  before.tenant.throttle = { scale: 0.5, retryAfterSeconds: 7 };

  const after = await seededWorld();
  applySnapshot(after.world, takeSnapshot(before.world));

  expect(after.tenant.servicePrincipals.get(directoryRegistrationClientId)).toEqual(principal);
  expect(after.tenant.throttle).toEqual({ scale: 0.5, retryAfterSeconds: 7 });
  expect(takeSnapshot(after.world)).toBe(takeSnapshot(before.world));
});

it('leaves out tenants that are not seeded any more and refuses what is no snapshot', async () => {
  const { world } = await seededWorld();
  const text = takeSnapshot(world);
  world.tenants.clear();
  applySnapshot(world, text);
  expect(world.tenants.size).toBe(0);
  expect(() => applySnapshot(world, '{"tenants":[{}]}')).toThrow();
});
