import { activeRunStates, endedRunStates } from '@tenantry/domain';
import type { RoundWorld } from './round-world.ts';

const isEnded = (word: string) => (endedRunStates as readonly string[]).includes(word);

/** How many runs have not ended. */
export function countActive({ db }: RoundWorld): Promise<number> {
  return db.asFleet((tx) => tx.run.count({ where: { state: { in: [...activeRunStates] } } }));
}

/** How many runs are in each state. */
export async function countStates({ db }: RoundWorld): Promise<Record<string, number>> {
  const groups = await db.asFleet((tx) => tx.run.groupBy({ by: ['state'], _count: true }));
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
}

/** How often timelines of runs say what: whether the faults were felt. */
export async function countEvents({ db }: RoundWorld): Promise<Record<string, number>> {
  const groups = await db.asFleet((tx) => tx.runEvent.groupBy({ by: ['kind'], _count: true }));
  return Object.fromEntries(groups.map(({ kind, _count }) => [kind, _count]));
}

/** What is wrong with the ends of runs: each has one, its timeline tells it once and last, and each batch has one run of each of its tenants. */
export async function wrongEnds({ db }: RoundWorld): Promise<string[]> {
  const { runs, events, batches } = await db.asFleet(async (tx) => ({
    runs: await tx.run.findMany(),
    events: await tx.runEvent.findMany({ orderBy: { id: 'asc' } }),
    batches: await tx.batch.findMany(),
  }));
  const found: string[] = [];
  const timelines = Map.groupBy(events, ({ runId }) => runId);
  for (const run of runs) {
    const kinds = (timelines.get(run.id) ?? []).map(({ kind }) => kind);
    const endings = kinds.filter(isEnded);
    const say = (what: string) =>
      found.push(`run ${run.id} (${run.job}, ${run.state} ${run.errorCode ?? ''}): ${what}: ${kinds.join(', ')}`);
    if (!isEnded(run.state)) {
      say(
        `it has not ended (due ${run.notBefore?.toISOString() ?? 'now'}, rung ${run.rungAt?.toISOString() ?? 'not'}, ${run.reasonCode})`,
      );
      continue;
    }
    if (run.finishedAt === null || run.claimedBy !== null || run.leaseUntil !== null || run.rungAt !== null)
      say('its row is not at an end');
    if (kinds.filter((kind) => kind === 'created').length !== 1) say('it did not begin once');
    if (kinds.filter((kind) => kind === 'claimed').length > 1) say('it was claimed for the first time more than once');
    if (endings.length !== 1) say(`it has ${endings.length} ends`);
    if (kinds.at(-1) !== run.state) say('its timeline ends otherwise');
    if (run.state === 'failed' && run.errorCode === null) say('it does not say why');
    if (run.state === 'failed') say(`it failed, ${run.errorDomain}: ${JSON.stringify(run.errorDetail)}`);
  }
  for (const batch of batches) {
    const tenants = runs.filter(({ batchId }) => batchId === batch.id).map(({ tenantId }) => tenantId);
    if (tenants.length !== batch.tenantCount || new Set(tenants).size !== tenants.length)
      found.push(
        `batch ${batch.id} has ${tenants.length} runs of ${new Set(tenants).size} tenants instead of ${batch.tenantCount}`,
      );
    if (batch.state !== 'ended') found.push(`batch ${batch.id} is ${batch.state} although its runs have ended`);
  }
  return found;
}
