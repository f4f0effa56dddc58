import type { Tx } from '@tenantry/db';
import { type BatchOutcome, type BatchRequest, GraphError } from '@tenantry/graph';
import type { z } from 'zod';
import type { Slice } from '../../engine/slice.ts';
import { type Checkpoint, firstCheckpoint, type Pass } from './checkpoint.ts';
import { closePass } from './close-pass.ts';
import type { organizationSchema } from './directory-objects.ts';
import { save, writePage } from './read-pages.ts';
import type { SyncedResource } from './synced-resource.ts';

/** A pass that came as one page. */
export interface OnePage<Item> {
  begun: Pass;
  items: Item[];
  /** Where the next run continues. */
  endLink: string;
}

/** Writes a pass that came as one page, and closes it. A full pass has as many objects as its `expected`. */
export async function writeOnePage<Item, Page>(
  tx: Tx,
  slice: Slice,
  before: Checkpoint,
  resource: SyncedResource<Item, Page>,
  { begun, items, endLink }: OnePage<Item>,
): Promise<Checkpoint> {
  const page = { page: resource.prepare(items), size: items.length, position: { kind: 'delta' as const, link: endLink } };
  const whole = await writePage(tx, slice, { ...before, pass: begun }, resource, page);
  const closed = await closePass(tx, slice, whole, resource, null);
  if (closed === null) throw new TypeError(`a pass over ${resource.name} that came whole could not be closed`);
  return closed;
}

/** What requests are answered with, in their order. */
type Answers<Requests extends readonly BatchRequest<unknown>[]> = {
  -readonly [Index in keyof Requests]: Requests[Index] extends BatchRequest<infer Answer> ? Answer : never;
};

/**
 * Asks Graph for all of it at once.
 *
 * @returns the answers in the order of the requests; null when the batch or a part of it failed: asked one after the other, it shows which, and may come
 * @throws GraphError with the longest wait, when something was throttled and nothing failed for another reason. The run has a checkpoint then.
 */
export async function askAtOnce<Requests extends readonly BatchRequest<unknown>[] | []>(
  slice: Slice,
  requests: Requests,
): Promise<Answers<Requests> | null> {
  const outcomes: readonly BatchOutcome<unknown>[] | null = await slice.graph.batch(requests).catch((error: unknown) => {
    if (!(error instanceof GraphError) || error.code === 'throttled' || error.code === 'aborted') throw error;
    return null;
  });
  if (outcomes === null) return null;
  const errors = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
  if (errors.length === 0) return outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])) as Answers<Requests>;
  // What waited for a request that failed is told as if it had been throttled.
  if (errors.some(({ code }) => code !== 'throttled')) return null;
  // Where Graph lets through only some of so many, it may never let through all: from now on this run asks one after the other.
  await save(slice, async () => firstCheckpoint());
  // Each tells its own wait, and the longest counts ("json-batching.md").
  throw errors.toSorted((a, b) => (b.retryAfterMs ?? 0) - (a.retryAfterMs ?? 0))[0];
}

/** Whether an answer is about the organisation that the run belongs to. */
export function isOwn(slice: Slice, organization: z.infer<typeof organizationSchema>): boolean {
  return organization.value[0].id.toLowerCase() === slice.tenantId;
}
