import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';

/** The page for a refusal that the app does not hear of. */
export const errorPage = (refusal: {
  aadsts: number;
  text: string;
  traceId: string;
  correlationId: string;
  timestamp: string;
}): Markup =>
  layout(
    'Sign in: sorry',
    html`<h1>Sorry, but we’re having trouble signing you in.</h1>
<p>AADSTS${refusal.aadsts}: ${refusal.text}</p>
<p class="soft">Trace ID ${refusal.traceId}<br>Correlation ID ${refusal.correlationId}<br>${refusal.timestamp}</p>`,
  );
