import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';
import { publisherLine } from './publisher-line.ts';

interface ConsentPage {
  interactionId: string;
  registration: { displayName: string; publisherName: string; publisherVerified: boolean; clientId: string };
  username: string;
  tenantName: string;
  permissions: readonly { title: string; description?: string }[];
  /** The answer covers everybody in the organisation. */
  forTenant: boolean;
}

/** What an app asks for, from one person or for the whole organisation. */
export function consentPage(page: ConsentPage): Markup {
  const { registration } = page;
  const forTenant = html`<p>If you accept, this app will get access to the specified resources for <b>all users in your organization</b>
<bdi>${page.tenantName}</bdi>. No one else will be prompted to review these permissions.</p>`;
  const title = page.forTenant ? 'Permissions requested: review for your organization' : 'Permissions requested';
  return layout(
    title,
    html`<p class="soft">${page.username}</p>
<h1>${title}</h1>
<p><b><bdi>${registration.displayName}</bdi></b><br>${publisherLine(registration)}<br><span class="soft">App id ${registration.clientId}</span></p>
<p>This app would like to:</p>
<ul class="permissions">
${page.permissions.map((each) => html`<li><b>${each.title}</b>${each.description ? html`<br><span class="soft">${each.description}</span>` : ''}</li>`)}
</ul>
${page.forTenant ? forTenant : ''}
<p class="soft">Accepting these permissions means that you allow this app to use your data as specified in its terms of service and privacy statement.</p>
<form method="post" action="/consent/${page.interactionId}" class="row end">
  <button class="secondary" name="decision" value="cancel">Cancel</button>
  <button class="primary" name="decision" value="accept">Accept</button>
</form>`,
  );
}
