import { html } from 'hono/html';
import type { Account, Tenant, World } from '../world/world.ts';
import { layout, type Markup } from './layout.ts';

/** How many tenants the page lists; all of them are under /_emulator/tenants. */
const listed = 100;

const kindAndRoles = (account: Account): string => [account.kind, ...[...account.appRoles.values()].flat()].join(', ');

function tenantRow(world: World, tenant: Tenant): Markup {
  const apps = [...tenant.servicePrincipals.values()].map((principal) => {
    const name = world.registrations.get(principal.appId)?.displayName ?? principal.appId;
    const assigned = principal.appRoleAssignments.map(({ value }) => value).join(', ');
    const roles = assigned || (principal.signInConsented ? 'sign-in only' : 'no permissions');
    return html`<div><bdi>${name}</bdi>${principal.accountEnabled ? '' : ' (disabled)'}<br><span class="soft">${roles}</span></div>`;
  });
  return html`<tr>
<td><b><bdi>${tenant.name}</bdi></b>${tenant.tenantId === world.homeTenantId ? ' · home tenant' : ''}${tenant.deleted ? ' · deleted' : ''}<br>
<code>${tenant.tenantId}</code><br><span class="soft">${tenant.defaultDomain}</span></td>
<td class="number">${tenant.directory.userCount.toLocaleString('en')}</td>
<td class="number">${tenant.directory.groupCount.toLocaleString('en')}</td>
<td>${tenant.accounts.map((account) => html`<div>${account.username} <span class="soft">${kindAndRoles(account)}</span></div>`)}</td>
<td>${apps.length > 0 ? apps : html`<span class="soft">none</span>`}</td>
<td><a href="/log?tenantId=${tenant.tenantId}" aria-label="Log of ${tenant.name}">Log</a></td>
</tr>`;
}

/** What is here: tenants, the people who can sign in, and where to look further. */
export function startPage(world: World): Markup {
  const tenants = [...world.tenants.values().take(listed)];
  return layout(
    'Entra and Graph emulator',
    html`<h1>A local Microsoft Entra and Microsoft Graph</h1>
<p>Sign-in host and Graph are both at <code>${world.baseUrl}</code>. It is ${world.clock.now().toISOString()} here.</p>
<p><a href="/log">What really happened</a> · <a href="/_emulator/counters">Counters</a> · <a href="/_emulator/openapi.json">Controls (OpenAPI)</a></p>
<h2>${world.tenants.size.toLocaleString('en')} tenants</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Tenant</th><th scope="col">Users</th><th scope="col">Groups</th><th scope="col">People who can sign in</th><th scope="col">Apps</th><th scope="col">Requests</th></tr></thead>
<tbody>${tenants.map((tenant) => tenantRow(world, tenant))}</tbody>
</table></div>
${world.tenants.size > listed ? html`<p><a href="/_emulator/tenants">All tenants</a></p>` : ''}`,
    { wide: true },
  );
}
