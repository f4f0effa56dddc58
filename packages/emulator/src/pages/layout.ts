import { html, raw } from 'hono/html';
import { style } from './style.ts';

export type Markup = ReturnType<typeof html>;

/** A whole page. `wide` is for tables, otherwise the content stands in a card. */
export function layout(title: string, content: Markup, options: { wide?: boolean } = {}): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<main class="${options.wide ? 'wide' : 'card'}">
<p class="brand"><span aria-hidden="true">◇</span> Entra emulator</p>
${content}
</main>
</body>
</html>`;
}
