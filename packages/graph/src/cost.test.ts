import { describe, expect, it } from 'vitest';
import { costOf } from './cost.ts';

describe('what a request costs', () => {
  it.each([
    ['GET', '/users', 2],
    ['GET', '/users?$select=id&$top=999', 1],
    ['GET', '/users?%24select=id', 1],
    ['GET', '/users/7f', 1],
    ['GET', '/users/$count', 1],
    ['GET', '/users/delta', 1],
    ['GET', '/groups/7f/members', 3],
    ['GET', '/groups/7f/members?$select=id', 2],
    ['GET', '/groups/7f/members?$select=id&$top=5', 1],
    ['GET', '/groups/7f/transitiveMembers?$select=id&$top=999', 4],
    ['GET', '/groups/7f/transitiveMembers/microsoft.graph.user?$select=id', 4],
    ['GET', '/users/7f/memberOf', 2],
    ['GET', '/me/memberOf', 2],
    ['GET', '/applications', 2],
    ['GET', '/servicePrincipals/7f/appRoleAssignments', 2],
    ['GET', '/subscribedSkus', 3],
    ['GET', '/domains/contoso.example/domainNameReferences', 4],
    ['GET', '/organization?$select=id', 1],
    ['GET', '/directoryRoles?$expand=members', 2],
    ['GET', 'https://graph.microsoft.com/v1.0/users?$select=id&$skiptoken=x', 1],
    ['POST', '/directoryObjects/getByIds', 5],
    ['POST', '/users/7f/checkMemberGroups', 4],
    ['POST', '/users/7f/getMemberGroups', 2],
  ])('%s %s: %i units and no write', (method, path, units) => {
    expect(costOf(method, path)).toEqual({ units, writes: 0 });
  });

  it.each([
    ['POST', '/users'],
    ['PATCH', '/users/7f'],
    ['DELETE', '/groups/7f/members/8a/$ref'],
  ])('%s %s: one unit and one write', (method, path) => {
    expect(costOf(method, path)).toEqual({ units: 1, writes: 1 });
  });

  it('a batch itself costs nothing: its items do', () => {
    expect(costOf('POST', '/$batch')).toEqual({ units: 0, writes: 0 });
  });
});
