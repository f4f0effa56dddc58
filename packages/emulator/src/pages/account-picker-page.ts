import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';

interface PickerPage {
  interactionId: string;
  appName: string;
  /** Null when people of every tenant may sign in. */
  tenantName: string | null;
  find: string;
  signedInAs: string | null;
  canTurnBack: boolean;
  groups: readonly { name: string; people: readonly { oid: string; username: string; displayName: string }[] }[];
  /** Not everybody who fits is shown. */
  more: boolean;
}

const accountButton = (person: { oid: string; username: string; displayName: string }): Markup =>
  html`<button class="account" name="oid" value="${person.oid}"><b><bdi>${person.displayName}</bdi></b><span class="soft">${person.username}</span></button>`;

/** "Pick an account". Passwords are not asked for: choosing is signing in. */
export function accountPickerPage(page: PickerPage): Markup {
  const action = `/sign-in/${page.interactionId}`;
  const where = page.tenantName === null ? 'with a work or school account' : html`at <bdi>${page.tenantName}</bdi>`;
  const stay = html`<button class="account" name="stay" value="1"><b>Stay signed in as ${page.signedInAs}</b></button>`;
  return layout(
    'Pick an account',
    html`<h1>Pick an account</h1>
<p class="soft">Sign in to <bdi>${page.appName}</bdi> ${where}</p>
<form method="get" action="${action}">
  <label for="find">Find a person or an organisation</label>
  <div class="row" style="margin-top:0.25rem"><input id="find" name="find" type="search" value="${page.find}"><button class="secondary">Find</button></div>
</form>
<form method="post" action="${action}">
  ${page.signedInAs === null ? '' : stay}
  ${page.groups.map((group) => html`<h2><bdi>${group.name}</bdi></h2>${group.people.map(accountButton)}`)}
  ${page.groups.length === 0 ? html`<p>Nobody fits.</p>` : ''}
  ${page.more ? html`<p class="soft">There are more people. Find them by name.</p>` : ''}
</form>
<form method="post" action="${action}">
  <label for="username">Use another account</label>
  <div class="row" style="margin-top:0.25rem">
    <input id="username" name="username" type="email" autocomplete="off" required><button class="secondary">Next</button>
  </div>
</form>
${page.canTurnBack ? html`<form method="post" action="${action}" class="row"><button class="link" name="decision" value="cancel">Cancel</button></form>` : ''}`,
  );
}
