import { randomUUID } from 'node:crypto';
import type { Database } from '@tenantry/db';
import { createTestDatabase, type TestDatabase } from '@tenantry/db/testing';
import { pauseBudget } from '@tenantry/domain';
import type { GraphCall, Throttle } from '@tenantry/graph';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Budget, type BudgetHolder, createBudget } from './budget.ts';
import { clocksDifferMs } from './shared-clock.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = database.database;
});
afterAll(() => database.drop());

const second = 1000;
const one = { units: 1, writes: 0 };

/** The budgets of as many processes, at a tenth of the quotas, with a clock that stands until it is set. */
function processes(count: number) {
  const clock = { now: new Date('2026-11-21T12:00:00Z') };
  const pass = (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  const problems: unknown[] = [];
  const open = () => createBudget(db, { share: 0.1, now: () => clock.now, report: (error) => problems.push(error) });
  return { budgets: Array.from({ length: count }, open) as [Budget, ...Budget[]], clock, pass, problems };
}

const tenant = (userCount: number | null = null) => ({ tenantId: randomUUID(), userCount });

const call = (status: number, throttle: Partial<Throttle>): GraphCall => ({
  ...{
    method: 'GET',
    path: '/v1.0/users',
    status,
    failure: null,
    requestId: null,
    clientRequestId: '',
    cost: one,
    durationMs: 1,
  },
  throttle: { units: null, limitPercentage: null, retryAfterMs: null, scope: null, ...throttle },
});

/** Calls with each budget in turn until one refuses; how many calls were admitted. */
async function callUntilRefused(
  budgets: Budget[],
  holder: BudgetHolder,
  each: (budget: Budget) => void = () => {},
): Promise<number> {
  for (let admitted = 0; ; admitted += 1) {
    const budget = budgets[admitted % budgets.length] as Budget;
    try {
      await budget.admit(holder, one);
      each(budget);
    } catch (error) {
      expect(error).toMatchObject({ name: 'OverBudget', reason: 'budget' });
      return admitted;
    }
  }
}

test('a tenant gets a little at once and then nearly the rate of its quota, by its size', async () => {
  const { budgets, pass } = processes(1);
  const holders = [tenant(null), tenant(49), tenant(50), tenant(501)];
  const count = () => Promise.all(holders.map((holder) => callUntilRefused(budgets, holder)));
  expect(await count()).toEqual([35, 35, 50, 80]);
  pass(second);
  // 95 % of 350, 500 and 800 units in ten seconds, and never more than the bucket holds.
  expect(await count()).toEqual([33, 33, 47, 76]);
});

test('processes share one budget', async () => {
  const { budgets } = processes(3);
  const admitted = await callUntilRefused(budgets, tenant());
  expect(admitted).toBeLessThanOrEqual(35);
  // What the other two have in hand when the first is refused.
  expect(admitted).toBeGreaterThanOrEqual(35 - 2 * 10);
});

test('a call that cost more than was expected takes the more from the budget', async () => {
  const { budgets } = processes(1);
  const holder = tenant();
  expect(await callUntilRefused(budgets, holder, (budget) => budget.learn(holder, call(200, { units: 5 })))).toBe(7);
});

describe('a throttled call', () => {
  test('stops every process in its tenant, at once and until the pause is over', async () => {
    const { budgets, clock, pass, problems } = processes(2);
    const [first, other] = budgets as [Budget, Budget];
    const [holder, spared] = [tenant(), tenant()];
    first.learn(holder, call(429, { retryAfterMs: 5 * second, scope: 'tenant' }));
    await expect.poll(() => pausedUntil(holder.tenantId)).toEqual(new Date(clock.now.getTime() + 5 * second + clocksDifferMs));
    const refusal = {
      name: 'OverBudget',
      reason: 'throttled',
      until: new Date(clock.now.getTime() + 5 * second + clocksDifferMs),
    };
    await expect(other.admit(holder, one)).rejects.toMatchObject(refusal);
    await other.admit(spared, one);
    pass(6 * second);
    await other.admit(holder, one);
    expect(problems).toEqual([]);
  });

  test('for the whole application stops every tenant', async () => {
    const { budgets, clock, pass } = processes(2);
    const [first, other] = budgets as [Budget, Budget];
    first.learn(tenant(), call(429, { retryAfterMs: 5 * second, scope: 'application' }));
    await expect.poll(() => pausedUntil('app')).toEqual(new Date(clock.now.getTime() + 5 * second + clocksDifferMs));
    await expect(other.admit(tenant(), one)).rejects.toMatchObject({ reason: 'app-throttled' });
    pass(6 * second);
    await other.admit(tenant(), one);
  });
});

describe('a limit that is nearly used', () => {
  test('slows the calls of its tenant down', async () => {
    const { budgets } = processes(1);
    const holder = tenant();
    budgets[0].learn(holder, call(200, { limitPercentage: 0.85 }));
    const begun = performance.now();
    await budgets[0].admit(holder, one);
    // Five hundredths of what a window of ten seconds lets through.
    expect(performance.now() - begun).toBeGreaterThan(0.4 * second);
  });

  test('puts the work down when the sleep would be longer than a second', async () => {
    const { budgets, clock, pass } = processes(1);
    const holder = tenant();
    budgets[0].learn(holder, call(200, { limitPercentage: 1.2 }));
    const until = new Date(clock.now.getTime() + 4 * second);
    await expect(budgets[0].admit(holder, one)).rejects.toMatchObject({ name: 'OverBudget', reason: 'budget', until });
    await budgets[0].admit(tenant(), one);
    pass(4 * second);
    await budgets[0].admit(holder, one);
  });

  test('never puts a proof down, which would begin anew each time; only a pause does', async () => {
    const { budgets, clock } = processes(1);
    const holder = tenant();
    budgets[0].learn(holder, call(200, { limitPercentage: 1.2 }));
    for (let proof = 0; proof < 10; proof += 1) await budgets[0].admit(holder, one, true);
    await pauseBudget(db, { scope: holder.tenantId, until: new Date(clock.now.getTime() + 4 * second) });
    await expect(budgets[0].admit(holder, { units: 1000, writes: 0 }, true)).rejects.toMatchObject({ reason: 'throttled' });
  });
});

async function pausedUntil(scope: string): Promise<Date | null> {
  const row = await db.asFleet((tx) => tx.graphBudget.findUnique({ where: { scope } }));
  return row?.pausedUntil ?? null;
}
