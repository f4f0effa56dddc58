import { isCursorOf, type ListName } from '@tenantry/domain';

const lists: readonly (readonly [path: RegExp, list: ListName])[] = [
  [/^\/console\/tenants$/, 'tenants'],
  [/^\/console\/tenants\/[^/]+\/(users|groups|devices)$/, 'directory'],
  [/^\/console(\/tenants\/[^/]+)?\/runs$/, 'runs'],
  [/^\/console\/invitations$/, 'invitations'],
  [/^\/console\/batches$/, 'batches'],
  [/^\/console\/schedules$/, 'schedules'],
];

/**
 * Whether an address of the console asks for a page of a list by a cursor that the list has not made. Asked before the page is begun: these
 * pages show a skeleton while they read, and what has begun is no 404 any more.
 */
export function hasBadCursor(pathname: string, query: URLSearchParams): boolean {
  const after = query.get('after');
  const list = lists.find(([path]) => path.test(pathname))?.[1];
  return after !== null && after !== '' && list !== undefined && !isCursorOf(list, after);
}
