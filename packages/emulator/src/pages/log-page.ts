import { html } from 'hono/html';
import type { LoggedRequest } from '../world/request-log.ts';
import { layout, type Markup } from './layout.ts';

const row = (request: LoggedRequest): Markup => html`<tr>
<td>${request.at.toISOString()}</td><td>${request.kind}</td><td class="number">${request.status}</td>
<td><code>${request.method} ${request.path}</code></td><td>${request.detail ?? ''}</td><td><code>${request.tenantId ?? ''}</code></td>
</tr>`;

/** The newest requests, newest first. */
export const logPage = (requests: readonly LoggedRequest[]): Markup =>
  layout(
    'Requests',
    html`<h1>What really happened</h1>
<p><a href="/">Start page</a></p>
<div class="scroll"><table>
<thead><tr><th scope="col">At</th><th scope="col">Kind</th><th scope="col">Status</th><th scope="col">Request</th><th scope="col">Detail</th><th scope="col">Tenant</th></tr></thead>
<tbody>${[...requests].reverse().map(row)}</tbody>
</table></div>`,
    { wide: true },
  );
