import { chooseLanguage } from '../i18n/languages.ts';
import { loadMessages } from '../i18n/messages.ts';
import { cookieNames, cookiesOf } from './cookies.ts';
import { addressOf, type LimitedRoute } from './rate-limits.ts';
import { services } from './services.ts';

/**
 * Counts a request under its address.
 *
 * @returns null when it may go on, else the finished 429 answer: a page in the visitor's language
 */
export async function tooManyRequests(request: Request, route: LimitedRoute): Promise<Response | null> {
  const waitMs = await services().rateLimits.spend(route, addressOf(request.headers));
  if (waitMs === 0) return null;
  const chosen = cookiesOf(request).get(cookieNames.language)?.value;
  const language = chooseLanguage(chosen, request.headers.get('accept-language'));
  const { title, text } = (await loadMessages(language)).tooManyRequests;
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title><main><h1>${title}</h1><p>${text}</p></main></html>`;
  return new Response(html, {
    status: 429,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'retry-after': String(Math.ceil(waitMs / 1000)),
      'cache-control': 'no-store',
    },
  });
}
