import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';

/** The end of a sign-out that leads nowhere else. */
export const signedOutPage = (): Markup =>
  layout('You signed out', html`<h1>You signed out of your account</h1><p>It’s a good idea to close all browser windows.</p>`);
