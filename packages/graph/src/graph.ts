import type { z } from 'zod';
import { type BatchOutcomes, type BatchRequest, batch } from './batch.ts';
import { readJson, unexpected } from './checked-answer.ts';
import type { Wire } from './exchange.ts';
import { GraphError } from './graph-error.ts';
import { readBase, resolveLink } from './link.ts';
import { type GraphPage, pageSchema, readPage } from './page.ts';
import { type PagesOptions, pages } from './pages.ts';
import { type GetOptions, request, type Sender, type TenantOptions } from './request.ts';

const second = 1000;

export interface GraphOptions {
  /** Origin of the cloud's Graph, such as https://graph.microsoft.com; http only on loopback. */
  baseUrl: string;
  /** For one request and its whole answer; default 30 s. */
  timeoutMs?: number;
  fetch?: typeof fetch;
  newRequestId?: () => string;
  now?: () => Date;
}

export interface Graph {
  forTenant(options: TenantOptions): TenantGraph;
}

/** Paths start with a slash and are relative to /v1.0; a link is absolute and is checked before a token goes out. */
export interface TenantGraph {
  /** One object or one page as `schema` gives it. Throws GraphError. */
  get<T>(pathOrLink: string, schema: z.ZodType<T>, options?: GetOptions): Promise<T>;
  /** The number a `/$count` path answers, such as `/users/$count`. Source: Microsoft Graph, "Advanced query capabilities". */
  count(path: string): Promise<number>;
  /** See `batch`: up to 20 requests at once, each with its own outcome. Throws GraphError when the whole of it failed. */
  batch<Requests extends readonly BatchRequest<unknown>[] | []>(requests: Requests): Promise<BatchOutcomes<Requests>>;
  /** A request of a batch for one page of a listing or of a delta round, from a path or a stored link. The page's own links are checked. */
  pageRequest<T>(start: string, item: z.ZodType<T>, options?: GetOptions): BatchRequest<GraphPage<T>>;
  /** See `pages`: a listing or a delta round that can be resumed after any page. Throws GraphError while it is read. */
  pages<T>(start: string, item: z.ZodType<T>, options?: PagesOptions): AsyncIterable<GraphPage<T>>;
}

/** Access to one cloud's Graph. Opens nothing. Throws a TypeError for a base that is no origin, or http off loopback. */
export function createGraph(options: GraphOptions): Graph {
  const wire: Wire = {
    base: readBase(options.baseUrl),
    timeoutMs: options.timeoutMs ?? 30 * second,
    fetch: options.fetch ?? fetch,
    newRequestId: options.newRequestId ?? (() => crypto.randomUUID()),
    now: options.now ?? (() => new Date()),
  };
  return { forTenant: (tenant) => tenantGraph({ wire, tenant }) };
}

function tenantGraph(sender: Sender): TenantGraph {
  const ask = (pathOrLink: string, options: Parameters<typeof request>[2]) => {
    const url = resolveLink(sender.wire.base, pathOrLink);
    if (url === null) throw new GraphError('link-refused', `A link does not lead to ${sender.wire.base.origin}/v1.0`);
    return request(sender, url, options);
  };
  return {
    get: async (pathOrLink, schema, options = {}) => readJson(await ask(pathOrLink, options), schema),
    count: async (path) => {
      const answer = await ask(path, { accept: 'text/plain', consistencyLevel: 'eventual' });
      const digits = answer.text.trim();
      if (!/^\d{1,15}$/.test(digits)) throw unexpected(answer, 'the body is not a number');
      return Number(digits);
    },
    batch: (requests) => batch(sender, requests),
    pageRequest: (start, item, options = {}) => {
      const asked = { method: 'GET', path: start.replace(/[?#].*/s, '') };
      const schema = pageSchema(item).transform((body) => readPage(sender.wire.base, asked, body, new Set()));
      return { ...options, path: start, schema };
    },
    pages: (start, item, options = {}) => pages(sender, start, item, options),
  };
}
