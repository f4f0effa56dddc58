import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { nextQuirk, type PagedResource } from './tenant-graph.ts';

/** One page of a collection before it is written out. */
interface ListingPage {
  resource: PagedResource;
  /** After `$metadata#`, for example `users(id,displayName)`. */
  context: string;
  /** JSON text of each object. */
  items: readonly string[];
  count?: number | undefined;
  next?: string | undefined;
  delta?: string | undefined;
  /** A fresh link to this same page. */
  again: () => string;
  /** The link this page was asked for by; null for the first page. */
  askedBy: string | null;
  headers?: Readonly<Record<string, string>>;
}

/** Another service's host, which no caller may follow with a token. */
const foreignOrigin = 'https://graph.fabrikam.example';

/** Writes a page, as wrong as the tenant's quirks want it. (paging.md; delta-query-overview.md) */
export function writePage(call: GraphCall, page: ListingPage): GraphAnswer {
  const origin = call.world.baseUrl;
  let { items, next, delta } = page;
  let value = true;
  switch (nextQuirk(call.graph, page.resource, { fromLink: page.askedBy !== null })) {
    case 'repeat-next-link':
      [next, delta] = [page.askedBy ?? next, undefined];
      break;
    case 'foreign-next-link':
      [next, delta] = [(next ?? page.again()).replace(origin, foreignOrigin), undefined];
      break;
    case 'no-value':
      value = false;
      break;
    case 'ends-early':
      [next, delta] = [undefined, undefined];
      break;
    case 'empty-page':
      [items, next, delta] = [[], page.again(), undefined];
      break;
    case null:
  }
  let body = `{"@odata.context":${JSON.stringify(`${origin}/v1.0/$metadata#${page.context}`)}`;
  if (page.count !== undefined) body += `,"@odata.count":${page.count}`;
  if (next !== undefined) body += `,"@odata.nextLink":${JSON.stringify(next)}`;
  if (delta !== undefined) body += `,"@odata.deltaLink":${JSON.stringify(delta)}`;
  if (value) body += `,"value":[${joined(items)}]`;
  return { body: `${body}}`, ...(page.headers ? { headers: page.headers } : {}) };
}

/** Concatenation leaves one flattening to the very end; `join` would copy each item once more. */
function joined(items: readonly string[]): string {
  let text = '';
  for (const item of items) text += text === '' ? item : `,${item}`;
  return text;
}

/** An absolute link below /v1.0; values are escaped, the dollar sign of a name is not. */
export function linkTo(
  call: GraphCall,
  path: string,
  options: readonly (readonly [name: string, value: string | null])[],
): string {
  const query = options.flatMap(([name, value]) => (value === null ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return `${call.world.baseUrl}/v1.0${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** `users` or `users(id,displayName)`. */
export const contextOf = (entitySet: string, select: string | null): string =>
  select === null ? entitySet : `${entitySet}(${select.replaceAll(' ', '')})`;
