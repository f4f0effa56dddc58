import { describe, expect, it } from 'vitest';
import { type GraphUnderTest, graphUnderTest, pagesFrom } from './graph-under-test.ts';

const read = async (graph: GraphUnderTest, groupId: string, query = '$select=id&$top=50') =>
  (await pagesFrom(graph, `/groups/${groupId}/transitiveMembers?${query}`))
    .flatMap((page) => page.value)
    .map(({ id }) => id as string);

/** All members of members, found by following the direct ones. */
async function followed(graph: GraphUnderTest, groupId: string): Promise<Set<string>> {
  const edges = await graph.truth('members');
  const found = new Set<string>();
  for (const waiting = [groupId]; waiting.length > 0; ) {
    const group = waiting.pop();
    for (const edge of edges) {
      if (edge.groupId !== group || found.has(edge.memberId)) continue;
      found.add(edge.memberId);
      if (edge.memberType === 'group') waiting.push(edge.memberId);
    }
  }
  found.delete(groupId);
  return found;
}

describe('transitive members', () => {
  it('are the members of nested groups as well, each once, over page borders', async () => {
    const graph = await graphUnderTest({ users: 300, groups: 30 });
    const { directory } = graph.tenant;
    const [outer, inner, innermost] = [3, 13, 23].map((index) => directory.groupIdAt(index)) as [string, string, string];
    directory.addMember(outer, inner);
    directory.addMember(inner, innermost);
    const members = await read(graph, outer);
    expect(new Set(members).size).toBe(members.length);
    expect(new Set(members)).toEqual(await followed(graph, outer));
    expect(members).toContain(innermost);
    const direct = (await pagesFrom(graph, `/groups/${outer}/members?$select=id`)).flatMap((page) => page.value);
    expect(members.length).toBeGreaterThan(direct.length + 20);
    const counted = await graph.get(`/groups/${outer}/transitiveMembers/$count`, { ConsistencyLevel: 'eventual' });
    expect(counted.text).toBe(String(members.length));
    const lines = (await graph.truth('transitive-members')).filter(({ groupId }) => groupId === outer);
    expect(lines.map(({ memberId }) => memberId)).toEqual(members);
  });

  it('come to an end where groups hold each other', async () => {
    const graph = await graphUnderTest({ users: 60, groups: 4 });
    const { directory } = graph.tenant;
    const [one, other] = [directory.groupIdAt(1), directory.groupIdAt(2)];
    directory.addMember(one, other);
    directory.addMember(other, one);
    expect(new Set(await read(graph, one))).toEqual(await followed(graph, one));
    expect(new Set(await read(graph, other, '$select=id&$top=3'))).toEqual(await followed(graph, other));
  });

  it('of a group without nested ones are its members, and cost more', async () => {
    const graph = await graphUnderTest({ users: 60, groups: 2 });
    const groupId = graph.tenant.directory.groupIdAt(0);
    const direct = (await pagesFrom(graph, `/groups/${groupId}/members?$select=id`)).flatMap((page) => page.value);
    expect(await read(graph, groupId)).toEqual(direct.map(({ id }) => id));
    const answer = await graph.get(`/groups/${groupId}/transitiveMembers?$top=50`);
    expect(answer.headers.get('x-ms-resource-unit')).toBe('5');
  });
});
