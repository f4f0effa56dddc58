import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';

/** The answer of a sign-in as a form that sends itself. (OAuth 2.0 Form Post Response Mode) */
export function formPostPage(action: string, fields: Record<string, string | null>): Markup {
  const inputs = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [html`<input type="hidden" name="${name}" value="${value}">`],
  );
  return layout(
    'Working…',
    html`<form method="post" action="${action}" name="hiddenform">
${inputs}
<p>Taking you back to the app.</p>
<button class="primary">Continue</button>
</form>
<script>document.forms.hiddenform.submit()</script>`,
  );
}
