import type { Tx } from '@tenantry/db';
import { GraphError, type GraphPage } from '@tenantry/graph';
import { OverBudget } from '../../engine/budget.ts';
import type { Slice } from '../../engine/slice.ts';
import { type Checkpoint, type InPass, newPass, type Pass, progressOf } from './checkpoint.ts';
import { closePass } from './close-pass.ts';
import { nextGeneration } from './cursor.ts';
import { readAhead } from './read-ahead.ts';
import { countWhenClosed } from './record-counts.ts';
import type { SyncedResource } from './synced-resource.ts';

const minute = 60_000;
/** Next links expire, after a time that is not documented ("Paging Microsoft Graph data", paging.md): an older one is not tried. */
const longestPauseMs = 20 * minute;
const mostRestarts = 8;

/** Saves a checkpoint together with what leads to it, and gives it back. */
export async function save<Saved extends Checkpoint>(slice: Slice, write: (tx: Tx) => Promise<Saved>): Promise<Saved> {
  const saved: Saved[] = [];
  await slice.commit(async (tx) => {
    saved[0] = await write(tx);
    return { checkpoint: saved[0], progress: progressOf(saved[0]) };
  });
  if (saved[0] === undefined) throw new TypeError('a commit ended without having written');
  return saved[0];
}

/** A full pass that knows nothing yet. @param generation the pass's own */
export function newFullPass(at: Checkpoint, generation: number): InPass {
  const pass = newPass({ kind: 'full', generation, deltaLink: null, expected: null });
  return { ...at, pass, tally: { ...at.tally, fullPass: true } };
}

/**
 * Asks Graph for what a full pass must know before its first page, and reads pages. Answers are kept when the next request is refused: a tenant in which
 * Graph lets through one call for each wait would never get further, if the next slice began with the same calls.
 *
 * @param at a full pass that is unread
 */
export async function readAll<Item, Page>(slice: Slice, at: InPass, resource: SyncedResource<Item, Page>): Promise<Checkpoint> {
  let known = at;
  try {
    if (known.pass.deltaLink === null && resource.latestDeltaLink !== undefined) {
      const deltaLink = await resource.latestDeltaLink(slice);
      known = { ...known, pass: { ...known.pass, deltaLink } };
    }
    if (known.pass.expected === null) {
      const expected = await countNow(slice, resource);
      known = { ...known, pass: { ...known.pass, expected } };
      slice.log('info', `Reading all ${resource.name}`, { expected });
    }
  } catch (error) {
    if (isRefusal(error) && known !== at) await save(slice, async () => known);
    throw error;
  }
  return readPages(slice, known, resource, known === at);
}

/**
 * Reads pages from where the checkpoint stands, each written together with the next position, until the listing or the slice ends. With the last page
 * the pass is closed, unless it met too little.
 *
 * A place that is lost begins the listing again; a sync state that is lost begins a full pass.
 *
 * @param isSaved whether `from` is; if not, it is saved with the first page, or when Graph or the budget refuses that
 */
export async function readPages<Item, Page>(
  slice: Slice,
  from: InPass,
  resource: SyncedResource<Item, Page>,
  isSaved: boolean,
): Promise<Checkpoint> {
  const { kind, deltaLink, nextLink, nextLinkAt } = from.pass;
  if (nextLinkAt !== null && slice.now().getTime() - Date.parse(nextLinkAt) > longestPauseMs) {
    return beginAgain(slice, from, resource, 'The place in the listing is too old to be tried');
  }
  let reached = from;
  try {
    const options = { prefetch: false, ...(resource.prefer === undefined ? {} : { prefer: resource.prefer }) };
    const start = (kind === 'full' ? null : deltaLink) ?? resource.listing;
    const pages = prepared(slice.graph.pages(nextLink ?? start, resource.item, options), resource);
    for await (const { page, size, position } of readAhead(pages, () => !slice.mustEnd())) {
      const before = reached;
      const write = (tx: Tx) => writePage(tx, slice, before, resource, { page, size, position });
      const countAfterLast = () =>
        countNow(slice, resource).catch(async (error: unknown) => {
          // After any other failure the round is read again, for the number is best asked for right after it.
          if (isWait(error)) reached = await save(slice, write);
          throw error;
        });
      if (position.kind !== 'next') {
        const counted = kind === 'delta-after-full' ? await countAfterLast() : null;
        return await save<Checkpoint>(slice, async (tx) => {
          const whole = await write(tx);
          return countWhenClosed(tx, slice, (await closePass(tx, slice, whole, resource, counted)) ?? whole);
        });
      }
      reached = await save(slice, write);
    }
    return reached;
  } catch (error) {
    if (isRefusal(error) && !isSaved && reached === from) await save(slice, async () => from);
    if (!(error instanceof GraphError) || reached.restarts >= mostRestarts) throw error;
    if (error.code === 'page-token-expired') {
      return beginAgain(slice, reached, resource, 'Graph no longer knows the place in the listing');
    }
    if (error.code !== 'sync-state-lost') throw error;
    slice.log('warn', 'Graph no longer knows what was seen, so a full pass begins', { requestId: error.requestId });
    const generation = await slice.read((tx) => nextGeneration(tx, slice.tenantId, resource.name));
    return save(slice, async () => newFullPass({ ...reached, restarts: reached.restarts + 1 }, generation));
  }
}

const isRefusal = (error: unknown): boolean => error instanceof GraphError || error instanceof OverBudget;
const isWait = (error: unknown): boolean =>
  error instanceof OverBudget || (error instanceof GraphError && error.code === 'throttled');

export function countNow<Item, Page>({ graph }: Slice, { name }: SyncedResource<Item, Page>): Promise<number> {
  return graph.count(`/${name}/$count`);
}

/** A page as `prepare` leaves it, how many objects it came with, and what follows it. */
export interface PreparedPage<Page> extends Pick<GraphPage<unknown>, 'position'> {
  page: Page;
  size: number;
}

/** Writes a page of a pass. @returns where the pass stands after it */
export async function writePage<Item, Page>(
  tx: Tx,
  slice: Slice,
  at: InPass,
  resource: SyncedResource<Item, Page>,
  { page, size, position }: PreparedPage<Page>,
): Promise<InPass> {
  const { kind, generation } = at.pass;
  const tally = await resource.write(tx, page, at.tally, { slice, kind, generation });
  const read = { ...at.pass, done: at.pass.done + size };
  const pass: Pass =
    position.kind === 'next'
      ? { ...read, nextLink: position.link, nextLinkAt: slice.now().toISOString() }
      : { ...read, nextLink: null, nextLinkAt: null, listed: true, endLink: position.link };
  return { ...at, pass, tally: { ...tally, pages: tally.pages + 1 } };
}

/** Keeps nothing of a page but what is to be written: one that waits for its turn is small then. */
async function* prepared<Item, Page>(pages: AsyncIterable<GraphPage<Item>>, resource: SyncedResource<Item, Page>) {
  for await (const { items, position } of pages) yield { page: resource.prepare(items), size: items.length, position };
}

function beginAgain<Item, Page>(
  slice: Slice,
  reached: InPass,
  resource: SyncedResource<Item, Page>,
  why: string,
): Promise<Checkpoint> {
  const { phase, pass, restarts } = reached;
  slice.log('warn', `${why}, so the listing begins again`, { phase, done: pass.done });
  return save(slice, async (tx) => {
    const fromStart = { ...pass, nextLink: null, nextLinkAt: null, done: 0 };
    const again = pass.kind === 'full' ? await resource.beginFullPassAgain(tx, slice, fromStart) : fromStart;
    return { ...reached, pass: again, restarts: restarts + 1 };
  });
}
