import { badRequest, GraphRefusal, unsupportedQuery } from './graph-refusal.ts';

const known = new Set([
  '$select',
  '$top',
  '$count',
  '$filter',
  '$skiptoken',
  '$deltatoken',
  '$expand',
  '$orderby',
  '$search',
  '$skip',
  '$format',
]);

/** The OData options of an address: names in lower case (`$deltaToken` and `$deltatoken` are the same), anything without `$` left out. */
export function readODataQuery(search: URLSearchParams): Map<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of search) {
    if (!name.startsWith('$')) continue;
    const option = name.toLowerCase();
    if (!known.has(option)) throw new GraphRefusal(400, 'BadRequest', `The query parameter '${name}' is not supported.`);
    if (options.has(option)) throw new GraphRefusal(400, 'BadRequest', `Query option '${option}' was specified more than once.`);
    options.set(option, value);
  }
  return options;
}

/** Refuses options this resource does not take. */
export function allowOnly(query: ReadonlyMap<string, string>, allowed: readonly string[]): void {
  for (const option of query.keys()) {
    if (option === '$format' || allowed.includes(option)) continue;
    if (option === '$search') {
      throw unsupportedQuery(
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      );
    }
    throw unsupportedQuery(`The query option '${option}' is not supported here.`);
  }
}

/** Page size: 100 unless $top says otherwise, at most 999 (user-list.md, group-list.md), where the collection has no sizes of its own. */
export function readTop(query: ReadonlyMap<string, string>, sizes: { usualPage?: number; longestPage?: number } = {}): number {
  const { usualPage = 100, longestPage = 999 } = sizes;
  const text = query.get('$top');
  if (text === undefined) return usualPage;
  const top = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (top < 1 || top > longestPage)
    throw badRequest(`Invalid page size specified: '${text}'. Must be between 1 and ${longestPage} inclusive.`);
  return top;
}

export const isEventual = (header: string | undefined): boolean => header?.toLowerCase() === 'eventual';

/** The objects a listing is limited to. */
type DirectoryFilter =
  | { by: 'id'; ids: readonly string[] }
  | { by: 'userPrincipalName' | 'appId'; value: string }
  | { by: 'accountEnabled'; value: boolean };

/** `name eq literal`; for ids also several joined by `or`. Anything else is refused as Graph refuses what it does not index. */
export function readFilter(text: string, allowed: readonly DirectoryFilter['by'][]): DirectoryFilter {
  const terms = text.split(/\s+or\s+/i).map((term) => /^\s*(\w+)\s+eq\s+(?:'((?:[^']|'')*)'|(true|false))\s*$/.exec(term));
  const [name, literal, flag] = [terms[0]?.[1], terms[0]?.[2]?.replaceAll("''", "'"), terms[0]?.[3]];
  const by = allowed.find((each) => each === name);
  if (by === 'id' && terms.every((term) => term?.[1] === 'id' && term[2] !== undefined)) {
    return { by, ids: terms.map((term) => (term?.[2] ?? '').toLowerCase()) };
  }
  if (terms.length === 1 && by === 'accountEnabled' && flag !== undefined) return { by, value: flag === 'true' };
  if (terms.length === 1 && (by === 'userPrincipalName' || by === 'appId') && literal !== undefined)
    return { by, value: literal };
  throw unsupportedQuery('Unsupported Query.');
}
