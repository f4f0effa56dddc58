/** What a request takes of the quotas of identity and access. */
export interface Cost {
  /** Resource units. */
  units: number;
  /** Writes, which have a quota of their own. */
  writes: number;
}

/** First match counts. Paths are below /v1.0, with `/me` and `/users/{id}` alike. */
const unitsOf: readonly (readonly [method: 'GET' | 'POST', path: RegExp, units: number])[] = [
  ['GET', /^\/users$/, 2],
  ['GET', /^\/groups\/[^/]+\/members$/, 3],
  ['GET', /^\/groups\/[^/]+\/transitiveMembers$/, 5],
  ['POST', /^\/directoryObjects\/getByIds$/, 5],
  ['POST', /\/(isMemberOf|checkMemberGroups|checkMemberObjects)$/, 4],
  ['POST', /\/(getMemberGroups|getMemberObjects)$/, 2],
  ['GET', /\/(memberOf|transitiveMemberOf|ownedObjects|licenseDetails)$/, 2],
  ['GET', /^\/applications(\/[^/]+\/extensionProperties)?$/, 2],
  ['GET', /^\/servicePrincipals\/[^/]+\/(appRoleAssignments|oauth2PermissionGrants)$/, 2],
  ['GET', /^\/(subscribedSkus|contracts)$/, 3],
  ['GET', /^\/domains\/[^/]+\/domainNameReferences$/, 4],
];

/** Asks for objects by POST, so it changes nothing. */
const reads = /\/(getByIds|isMemberOf|checkMemberGroups|checkMemberObjects|getMemberGroups|getMemberObjects)$/;

/**
 * What Graph charges for a request, before it is sent. A `$batch` costs what its items cost, so it costs nothing itself. Links that carry their
 * query in a token cost what they show, which is at most one unit more than they take. Source: Microsoft Graph service-specific throttling
 * limits, "Identity and access" (throttling-limits.md).
 *
 * @param path relative to /v1.0 or absolute, with its query
 */
export function costOf(method: string, path: string): Cost {
  const { pathname, searchParams } = new URL(path, 'https://graph.microsoft.com');
  const resource = pathname.replace(/^\/v1\.0(?=\/)/, '').replace(/\/microsoft\.graph\.\w+$/, '');
  if (resource === '/$batch') return { units: 0, writes: 0 };
  const base = unitsOf.find(([of, matches]) => of === method && matches.test(resource))?.[2] ?? 1;
  const top = searchParams.get('$top');
  const units =
    base +
    (searchParams.has('$expand') ? 1 : 0) -
    (searchParams.has('$select') ? 1 : 0) -
    (top !== null && Number(top) < 20 ? 1 : 0);
  return { units: Math.max(1, units), writes: method === 'GET' || reads.test(resource) ? 0 : 1 };
}
