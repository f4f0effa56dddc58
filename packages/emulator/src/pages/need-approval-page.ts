import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';
import { publisherLine } from './publisher-line.ts';

interface NeedApprovalPage {
  interactionId: string;
  registration: { displayName: string; publisherName: string; publisherVerified: boolean };
  username: string;
  refusal: { aadsts: number; correlationId: string; timestamp: string };
  canTurnBack: boolean;
}

/** What somebody without the role sees: AADSTS90094. */
export function needApprovalPage(page: NeedApprovalPage): Markup {
  const { registration, refusal } = page;
  const turnBack = html`<form method="post" action="/consent/${page.interactionId}" class="row">
  <button class="link" name="decision" value="cancel">Return to the application without granting consent</button>
</form>`;
  return layout(
    'Need admin approval',
    html`<p class="soft">${page.username}</p>
<h1>Need admin approval</h1>
<p><b><bdi>${registration.displayName}</bdi></b><br>${publisherLine(registration)}</p>
<p><bdi>${registration.displayName}</bdi> needs permission to access resources in your organization that only an admin can grant.
Please ask an admin to grant permission to this app before you can use it.</p>
<p class="row"><a href="/sign-in/${page.interactionId}">Have an admin account? Sign in with that account</a></p>
${page.canTurnBack ? turnBack : ''}
<p class="soft">AADSTS${refusal.aadsts} · Correlation ID ${refusal.correlationId} · ${refusal.timestamp}</p>`,
  );
}
