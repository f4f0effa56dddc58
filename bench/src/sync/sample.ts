import {
  AuthenticationHandler,
  Client,
  type Context,
  PageIterator,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import type pg from 'pg';
import { usersPath } from './download.ts';

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
 * from its callback, so it pauses after each page. Favourable to the sample: a prepared statement on one connection, past all policies.
 *
 * @param users how many to write; whole pages only, and the measure is linear in it
 */
export async function sample(
  owner: pg.Client,
  at: { graphUrl: string; accessToken: string; tenantId: string; users: number },
): Promise<number> {
  const client = clientFor(at.graphUrl, at.accessToken);
  const startedAt = performance.now();
  let page: SampleUser[] = [];
  const first = await client.api(usersPath).get();
  const pageSize = first.value.length;
  const iterator = new PageIterator(client, first, (user: SampleUser) => {
    page.push(user);
    return page.length < pageSize;
  });
  let written = 0;
  await iterator.iterate();
  for (;;) {
    for (const user of page) await upsert(owner, at.tenantId, user);
    written += page.length;
    if (written >= at.users || iterator.isComplete()) break;
    page = [];
    await iterator.resume();
  }
  return written / ((performance.now() - startedAt) / 1000);
}

async function upsert(owner: pg.Client, tenantId: string, user: SampleUser): Promise<void> {
  await owner.query({
    name: 'upsert-user',
    text: `insert into directory_user
        (tenant_id, id, display_name, user_principal_name, mail, account_enabled, user_type, generation, changed_at)
      values ($1, $2, $3, $4, $5, $6, $7, 1, now())
      on conflict (tenant_id, id) do update set display_name = excluded.display_name, user_principal_name = excluded.user_principal_name,
        mail = excluded.mail, account_enabled = excluded.account_enabled, user_type = excluded.user_type, changed_at = excluded.changed_at`,
    values: [tenantId, user.id, user.displayName, user.userPrincipalName, user.mail, user.accountEnabled, user.userType],
  });
}

function clientFor(graphUrl: string, accessToken: string): Client {
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
