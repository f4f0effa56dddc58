import { setImmediate } from 'node:timers/promises';
import type { DirectoryUser } from '../directory/directory-objects.ts';
import { isGuid } from '../world/seeded-ids.ts';
import type { GraphAnswer, GraphCall } from './graph-call.ts';
import { auditPermissionMissing, badRequest, licenceMissing, notFound } from './graph-refusal.ts';
import { answerListing } from './listing.ts';
import { contextOf } from './listing-page.ts';
import { allowOnly, isEventual, readFilter } from './odata-query.ts';
import { readsAuditLog, readsFullUsers } from './permissions.ts';
import { compileSelection, namesIn, type Selection } from './selection.ts';
import { basicUserProperties, defaultUserProperties, userPropertiesElsewhere, userPropertiesWith } from './user-properties.ts';

/** What this caller sees of a user. */
export function userSelection(call: GraphCall, select: string | null, alwaysId = false): Selection<DirectoryUser> {
  const isFull = readsFullUsers.some((permission) => call.caller.roles.includes(permission));
  // A grant that is still spreading shows no role in the token, and Graph let the caller in as what it will be.
  const isBasic = !isFull && call.caller.roles.includes('User.ReadBasic.All');
  if (selectsSignIns(select)) mayReadSignIns(call);
  const { facts, signInIdAt } = call.tenant.directory;
  return compileSelection(isBasic ? basicUserProperties : userPropertiesWith(facts, signInIdAt), {
    select,
    defaults: defaultUserProperties,
    typeName: 'user',
    elsewhere: userPropertiesElsewhere,
    alwaysId,
  });
}

const selectsSignIns = (select: string | null) => select !== null && namesIn(select).includes('signInActivity');

/** resources/user.md, signInActivity: AuditLog.Read.All in addition, and Entra ID P1 or P2. */
function mayReadSignIns(call: GraphCall): void {
  if (!readsAuditLog.some((permission) => call.caller.roles.includes(permission))) throw auditPermissionMissing();
  if (!call.tenant.premium) throw licenceMissing();
}

/** resources/user.md, signInActivity: a larger $top is granted, but pages hold at most so many. */
const mostWithSignIns = 500;

/** Users that are written in one go: a page of a thousand takes milliseconds, in which no other tenant would be answered. */
const largestPortion = 100;

/** `GET /users` (user-list.md) */
export async function listUsers(call: GraphCall): Promise<GraphAnswer> {
  allowOnly(call.query, ['$select', '$top', '$count', '$filter', '$skiptoken']);
  const { directory } = call.tenant;
  return answerListing(call, {
    resource: 'users',
    path: '/users',
    of: '',
    entitySet: 'users',
    hearsCount: call.query.get('$count') === 'true' && isEventual(call.header('consistencylevel')),
    count: (filter) => countUsers(call, filter),
    async page({ position: [position = 0], limit: wanted, select, filter }) {
      const selection = userSelection(call, select);
      const limit = selectsSignIns(select) ? Math.min(wanted, mostWithSignIns) : wanted;
      const items: string[] = [];
      for (let from = position; ; await setImmediate()) {
        const portion = Math.min(limit - items.length, largestPortion);
        const found = filter === null ? directory.users(from, portion + 1) : filteredUsers(call, filter, from, portion + 1);
        const next = found.length > portion ? (found.pop()?.index ?? 0) : null;
        items.push(...found.map((user) => `{${selection.write(user)}}`));
        if (next === null || items.length >= limit) return { items, next: next === null ? null : [next] };
        from = next;
      }
    },
  });
}

/** `GET /users/$count`: digits as text, and only with the header (aad-advanced-queries.md) */
export function answerUserCount(call: GraphCall): GraphAnswer {
  allowOnly(call.query, ['$filter']);
  if (!isEventual(call.header('consistencylevel'))) throw badRequest('$count is not currently supported.');
  return { body: String(countUsers(call, call.query.get('$filter') ?? null)), contentType: 'text/plain' };
}

/** `GET /users/{id | userPrincipalName}` (user-get.md) */
export function getUser(call: GraphCall): GraphAnswer {
  allowOnly(call.query, ['$select']);
  const name = call.param('user');
  const user = call.tenant.directory.user(name) ?? call.tenant.directory.userByPrincipalName(name);
  if (!user) throw notFound(name);
  const select = call.query.get('$select') ?? null;
  if (selectsSignIns(select) && !isGuid(name))
    throw badRequest('Get By Key only supports UserId and the key has to be a valid Guid');
  const context = JSON.stringify(`${call.world.baseUrl}/v1.0/$metadata#${contextOf('users', select)}/$entity`);
  return { body: `{"@odata.context":${context},${userSelection(call, select).write(user)}}` };
}

function filteredUsers(call: GraphCall, text: string, from: number, limit: number): DirectoryUser[] {
  const { directory } = call.tenant;
  const filter = readFilter(text, ['id', 'userPrincipalName', 'accountEnabled']);
  if (filter.by === 'accountEnabled') return directory.users(from, limit, { accountEnabled: filter.value });
  const found = filter.by === 'id' ? filter.ids.map((id) => directory.user(id)) : [directory.userByPrincipalName(filter.value)];
  return found
    .filter((user) => user !== undefined)
    .filter((user) => user.index >= from)
    .toSorted((a, b) => a.index - b.index)
    .slice(0, limit);
}

function countUsers(call: GraphCall, text: string | null): number {
  const { directory } = call.tenant;
  if (text === null) return directory.userCount;
  const filter = readFilter(text, ['id', 'userPrincipalName', 'accountEnabled']);
  return filter.by === 'accountEnabled'
    ? directory.userCountWhere({ accountEnabled: filter.value })
    : filteredUsers(call, text, 0, Number.POSITIVE_INFINITY).length;
}
