import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';

/** After consent by a bare link: it is recorded, and nobody is called back. */
export const thanksPage = (appName: string, tenantName: string): Markup =>
  layout(
    'Permissions granted',
    html`<h1>Permissions granted</h1><p><bdi>${appName}</bdi> now has the access it asked for in <bdi>${tenantName}</bdi>. You can close this page.</p>`,
  );
