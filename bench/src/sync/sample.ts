import { PageIterator } from '@microsoft/microsoft-graph-client';
import { type GraphAccess, usersPath } from '../graph/download.ts';
import { graphClient } from '../graph/graph-client.ts';

export interface SampleUser {
  id: string;
  displayName: string | null;
  userPrincipalName: string | null;
  mail: string | null;
  accountEnabled: boolean | null;
  userType: string | null;
}

/**
 * Users a second of what the official samples lead to: the Graph SDK's page iterator, and one upsert a user. The iterator takes no promise
 * from its callback, so it pauses after each page.
 *
 * @param wish.users how many to write at least; pages are written whole
 * @param wish.upsert writes one user
 * @param wish.count how many users are there now
 */
export async function sample(
  access: GraphAccess,
  wish: { users: number; upsert: (user: SampleUser) => Promise<unknown>; count: () => Promise<number> },
): Promise<number> {
  const client = graphClient(access);
  const startedAt = performance.now();
  const first = await client.api(usersPath).get();
  let page: SampleUser[] = [];
  const iterator = new PageIterator(client, first, (user: SampleUser) => {
    page.push(user);
    return page.length < first.value.length;
  });
  let written = 0;
  for (await iterator.iterate(); ; await iterator.resume()) {
    for (const user of page) await wish.upsert(user);
    written += page.length;
    page = [];
    if (written >= wish.users || iterator.isComplete()) break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const found = await wish.count();
  if (found !== written || written < wish.users) throw new Error(`The sample left ${found} users instead of ${written}.`);
  return written / seconds;
}
