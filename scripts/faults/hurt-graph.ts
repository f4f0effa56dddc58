import { setTimeout as delay } from 'node:timers/promises';
import type { Dice } from './dice.ts';
import type { RoundWorld } from './round-world.ts';

const second = 1000;

/** Arms faults of the emulator for a while. */
async function armed(world: RoundWorld, rules: object[], forMs: number): Promise<void> {
  const armed = await Promise.all(rules.map((rule) => world.control<{ id: string }>('POST', '/faults', rule)));
  await delay(forMs);
  await Promise.all(armed.map(({ id }) => world.control('DELETE', `/faults/${id}`)));
}

/** Three of ten answers are wrong: 429, 500, a 502 of HTML, none at all, or a torn connection. */
export async function troubleGraph(world: RoundWorld, dice: Dice): Promise<void> {
  const retryAfter = { retryAfter: dice.pick(['seconds', 'decimal']), retryAfterSeconds: dice.between(1, 3) };
  const scope = dice.next() < 0.2 ? { scope: 'Application/Read/app/tenant' } : {};
  const faults = [
    { kind: 'throttled', ...retryAfter, ...scope },
    { kind: 'server-error', status: 500 },
    { kind: 'bad-gateway' },
    { kind: 'hang' },
    { kind: 'reset' },
    { kind: 'cut-off' },
  ];
  // Each is tried on what the ones before it have let pass.
  const share = 1 - 0.7 ** (1 / faults.length);
  const rules = faults.map((fault) => ({ target: 'graph', share, fault }));
  await armed(world, rules, dice.between(2, 4) * second);
}

export async function takeTokensAway(world: RoundWorld, dice: Dice): Promise<void> {
  const fault = dice.pick([{ kind: 'server-error', status: 503 }, { kind: 'empty-json' }, { kind: 'hang' }, { kind: 'reset' }]);
  await armed(world, [{ target: 'token', fault }], dice.between(3, 6) * second);
}

/** The next listings of a few customers go wrong in a way that no status tells. */
export async function turnPagesWrong(world: RoundWorld, dice: Dice): Promise<void> {
  for (let number = 0; number < 5; number += 1) {
    const kind = dice.pick(['repeat-next-link', 'foreign-next-link', 'no-value', 'ends-early', 'ends-early', 'empty-page']);
    const quirk = { kind, afterPages: dice.between(0, 2), count: 1 };
    await world.control('POST', `/tenants/${dice.pick(world.tenantIds)}/graph/quirks`, quirk);
  }
}

/** Directories change, in the middle of being read. */
export async function changeDirectories(world: RoundWorld, dice: Dice): Promise<void> {
  for (let number = 0; number < 4; number += 1) {
    const path = `/tenants/${dice.pick(world.tenantIds)}/churn`;
    const changes = { changes: dice.between(1, 20), seed: dice.between(1, 1e6) };
    const steps = await world.control<{ kind: string; id: string }[]>('POST', path, changes);
    for (const { kind, id } of steps) if (/-(deleted|purged)$/.test(kind)) world.everDeleted.add(id);
  }
}

/** Everything in the emulator works as it should from now on. */
export async function healEmulator(world: RoundWorld): Promise<void> {
  await world.control('DELETE', '/faults');
  for (const tenantId of world.tenantIds) await world.control('DELETE', `/tenants/${tenantId}/graph/quirks`);
}
