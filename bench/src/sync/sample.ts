import {
  AuthenticationHandler,
  Client,
  type Context,
  PageIterator,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import type pg from 'pg';
import { type GraphAccess, usersPath } from './download.ts';

/** The SDK sends its token to https hosts it knows only and reads no http links, so its last step leads here instead. */
const canonical = 'https://graph.microsoft.com';

interface SampleUser {
  id: string;
  displayName: string | null;
  userPrincipalName: string | null;
  mail: string | null;
  accountEnabled: boolean | null;
  userType: string | null;
}

/**
 * Users a second of what the official samples lead to: the Graph SDK's page iterator, and one upsert a user. The iterator takes no promise
 * from its callback, so it pauses after each page. Favourable to the sample: raw SQL on one connection that passes all policies.
 *
 * @param wish.users how many to write at least; pages are written whole
 */
export async function sample(owner: pg.Client, access: GraphAccess, wish: { tenantId: string; users: number }): Promise<number> {
  const client = clientFor(access);
  const startedAt = performance.now();
  const first = await client.api(usersPath).get();
  let page: SampleUser[] = [];
  const iterator = new PageIterator(client, first, (user: SampleUser) => {
    page.push(user);
    return page.length < first.value.length;
  });
  let written = 0;
  for (await iterator.iterate(); ; await iterator.resume()) {
    for (const user of page) await upsert(owner, wish.tenantId, user);
    written += page.length;
    page = [];
    if (written >= wish.users || iterator.isComplete()) break;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const { rows } = await owner.query('select count(*)::int as count from directory_user where tenant_id = $1', [wish.tenantId]);
  if (rows[0].count !== written || written < wish.users)
    throw new Error(`The sample left ${rows[0].count} users instead of ${written}.`);
  return written / seconds;
}

async function upsert(owner: pg.Client, tenantId: string, user: SampleUser): Promise<void> {
  await owner.query(
    `insert into directory_user
        (tenant_id, id, display_name, user_principal_name, mail, account_enabled, user_type, generation, changed_at)
      values ($1, $2, $3, $4, $5, $6, $7, 1, now())
      on conflict (tenant_id, id) do update set display_name = excluded.display_name, user_principal_name = excluded.user_principal_name,
        mail = excluded.mail, account_enabled = excluded.account_enabled, user_type = excluded.user_type, changed_at = excluded.changed_at`,
    [tenantId, user.id, user.displayName, user.userPrincipalName, user.mail, user.accountEnabled, user.userType],
  );
}

function clientFor({ graphUrl, accessToken }: GraphAccess): Client {
  const toEmulator = {
    async execute(context: Context) {
      const url = typeof context.request === 'string' ? context.request : context.request.url;
      const response = await fetch(url.replace(canonical, graphUrl), context.options as RequestInit);
      const text = await response.text();
      context.response = new Response(text.replaceAll(graphUrl, canonical), response);
    },
  };
  const authentication = new AuthenticationHandler({ getAccessToken: async () => accessToken });
  return Client.initWithMiddleware({ middleware: [authentication, new RetryHandler(new RetryHandlerOptions()), toEmulator] });
}
