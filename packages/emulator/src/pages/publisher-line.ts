import { html } from 'hono/html';
import type { Markup } from './layout.ts';

/** Who publishes the app, and whether Microsoft has verified that. (publisher-verification-overview.md) */
export const publisherLine = (publisher: { publisherName: string; publisherVerified: boolean }): Markup =>
  publisher.publisherVerified
    ? html`<bdi>${publisher.publisherName}</bdi> <span aria-hidden="true">✔</span> verified publisher`
    : html`<span class="warn">unverified</span> <span class="soft">· this application is not published by Microsoft or your organization</span>`;
