import { AuthenticationHandler, Client, type Context, type Middleware, PageIterator } from '@microsoft/microsoft-graph-client';
import type { TestWorld } from './test-world.ts';

const graphHost = 'https://graph.microsoft.com';

interface Member {
  id: string;
  '@odata.type': string;
}

interface DirectoryByClient {
  users: { id: string; displayName: string; userPrincipalName: string; accountEnabled: boolean }[];
  members: { groupId: string; memberId: string; memberType: string }[];
}

/** What Microsoft's own client reads of a tenant: every user, and the members of every group, page by page. */
export async function readByGraphClient(world: TestWorld, tenantId: string): Promise<DirectoryByClient> {
  const client = await clientFor(world, tenantId);
  const users = await readAll<DirectoryByClient['users'][number]>(
    client,
    '/users?$select=id,displayName,userPrincipalName,accountEnabled&$top=500',
  );
  const members: DirectoryByClient['members'] = [];
  for (const { id: groupId } of await readAll<{ id: string }>(client, '/groups?$select=id&$top=500')) {
    for (const member of await readAll<Member>(client, `/groups/${groupId}/members?$select=id&$top=500`)) {
      members.push({ groupId, memberId: member.id, memberType: member['@odata.type'].replace('#microsoft.graph.', '') });
    }
  }
  return { users, members };
}

async function readAll<Item>(client: Client, path: string): Promise<Item[]> {
  const items: Item[] = [];
  const keep = (item: Item) => items.push(item) > 0;
  await new PageIterator(client, await client.api(path).get(), keep).iterate();
  return items;
}

/** The client sends its token only to https hosts it knows, so the last step in its chain stands between it and the emulator. */
async function clientFor({ emulator, settings }: TestWorld, tenantId: string): Promise<Client> {
  const answer = await fetch(`${emulator.url}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: settings.ENTRA_CLIENT_ID,
      client_secret: settings.ENTRA_CLIENT_SECRET ?? '',
      scope: `${graphHost}/.default`,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const toEmulator: Middleware = {
    async execute(context: Context) {
      const url = typeof context.request === 'string' ? context.request : context.request.url;
      const response = await fetch(url.replace(graphHost, emulator.url), context.options as RequestInit);
      const text = (await response.text()).replaceAll(emulator.url, graphHost);
      context.response = new Response(text, { status: response.status, headers: response.headers });
    },
  };
  return Client.initWithMiddleware({
    middleware: [new AuthenticationHandler({ getAccessToken: async () => token }), toEmulator],
  });
}
