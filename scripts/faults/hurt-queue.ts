import { randomUUID } from 'node:crypto';
import { claimRun, endSlice, type Slip } from '@tenantry/domain';
import { lanes } from '@tenantry/jobs';
import type { Dice } from './dice.ts';
import { addRaw } from './raw-queue.ts';
import type { RoundWorld } from './round-world.ts';

/** Slips that are on the queue now, or were a moment ago. */
async function someSlips({ db }: RoundWorld, dice: Dice): Promise<Slip[]> {
  const runs = await db.asFleet((tx) =>
    tx.run.findMany({ where: { rungAt: { not: null } }, select: { id: true, slice: true, ring: true, lane: true }, take: 40 }),
  );
  return runs.map(({ id, ...rest }) => ({ runId: id, ...rest })).filter(() => dice.next() < 0.4);
}

/** The same slips lie on the queue two and three times, whoever takes them first. */
export async function deliverTwice(world: RoundWorld, dice: Dice): Promise<void> {
  const slips = await someSlips(world, dice);
  for (const lane of lanes) {
    const copies = slips
      .filter((slip) => slip.lane === lane)
      .flatMap((slip) => Array.from({ length: dice.between(1, 2) }, () => slip));
    if (copies.length > 0) await addRaw(world.services, lane, copies);
  }
}

/** What nobody of ours would ring: runs that never were, old and future slips, other tenants, and rubbish. */
export async function forgeSlips(world: RoundWorld, dice: Dice): Promise<void> {
  const forged = (await someSlips(world, dice)).flatMap((slip) => [
    { ...slip, ring: Math.max(0, slip.ring - 1) },
    { ...slip, ring: slip.ring + 1 },
    { ...slip, slice: slip.slice + 1 },
    { ...slip, slice: Math.max(0, slip.slice - 1) },
    { ...slip, tenantId: dice.pick(world.tenantIds) },
  ]);
  const rubbish = [{}, [], 'slip', 7, { runId: 'x' }, { runId: randomUUID(), slice: -1, ring: 0, lane: 'bulk' }];
  const unknown = { runId: randomUUID(), slice: 0, ring: 1, lane: 'bulk' };
  for (const lane of lanes) await addRaw(world.services, lane, [...forged, ...rubbish, unknown]);
}

/**
 * Several workers take the same slips at the same moment. Whoever of them gets a run hands it back.
 *
 * @throws Error when two got the same one
 */
export async function claimAtOnce(world: RoundWorld, dice: Dice): Promise<void> {
  const { db, ring, now } = world;
  for (const slip of await someSlips(world, dice)) {
    const asking = ['one', 'two', 'three'].map((workerId) => claimRun(db, slip, { workerId, now: now(), leaseMs: 3000 }));
    const claims = (await Promise.allSettled(asking)).flatMap((each) =>
      each.status === 'fulfilled' && each.value ? [each.value] : [],
    );
    if (claims.length > 1) throw new TwiceClaimed(`${claims.length} workers claimed ${JSON.stringify(slip)} at once`);
    for (const claim of claims) await ring(await endSlice(db, claim, { kind: 'more' }, now()));
  }
}

export class TwiceClaimed extends Error {}
