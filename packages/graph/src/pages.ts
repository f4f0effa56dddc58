import type { z } from 'zod';
import { readJson } from './checked-answer.ts';
import { GraphError } from './graph-error.ts';
import { resolveLink } from './link.ts';
import { type Envelope, type GraphPage, linkHash, pageSchema, readPage } from './page.ts';
import { type GetOptions, request, type Sender } from './request.ts';

export interface PagesOptions extends GetOptions {
  /** Ask for the next page while the consumer works on this one; default true. */
  prefetch?: boolean;
}

/**
 * A listing or a delta round, page by page, from a path or from the link of an earlier `position`. A page may be empty and
 * still have a next one. At most one page is fetched ahead, and its failure shows when that page is asked for. Ending the
 * loop early ends the request under way. Throws GraphError. Source: Microsoft Graph, "Paging" and "Delta query overview".
 */
export function pages<T>(sender: Sender, start: string, item: z.ZodType<T>, options: PagesOptions): AsyncIterable<GraphPage<T>> {
  const schema = pageSchema(item);
  return { [Symbol.asyncIterator]: () => walk(sender, start, schema, options) };
}

async function* walk<T>(
  sender: Sender,
  start: string,
  schema: z.ZodType<Envelope<T>>,
  { prefetch = true, ...headers }: PagesOptions,
): AsyncGenerator<GraphPage<T>, void, undefined> {
  const stop = new AbortController();
  const followed = new Set<string>();
  const load = async (link: string): Promise<GraphPage<T>> => {
    const url = resolveLink(sender.wire.base, link);
    if (url === null) throw new GraphError('link-refused', `A stored link does not lead to ${sender.wire.base.origin}/v1.0`);
    followed.add(linkHash(url.href));
    const answer = await request(sender, url, headers, stop.signal);
    return readPage(sender.wire.base, answer, readJson(answer, schema), followed);
  };
  const loadAhead = (link: string) => {
    const page = load(link);
    // Whoever never asks for this page does not learn of its failure.
    page.catch(() => {});
    return page;
  };
  let coming = load(start);
  try {
    for (;;) {
      const page = await coming;
      if (sender.tenant.signal?.aborted) throw new GraphError('aborted', 'The listing was aborted');
      const { kind, link } = page.position;
      const ahead = kind === 'next' && prefetch ? loadAhead(link) : null;
      yield page;
      if (kind !== 'next') return;
      coming = ahead ?? load(link);
    }
  } finally {
    stop.abort();
  }
}
