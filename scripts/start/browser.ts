import { setTimeout as delay } from 'node:timers/promises';

/** A page as a browser without scripts shows it. */
export interface Page {
  url: URL;
  status: number;
  title: string;
  forms: Form[];
}

export interface Form {
  action: URL;
  /** Values of the hidden fields. */
  hidden: Record<string, string>;
  /** Names of what a person fills in or presses. */
  names: string[];
}

/** Follows redirects, keeps the cookies of each host, waits when it is told that it was too fast. */
export interface Browser {
  open(url: string): Promise<Page>;
  submit(page: Page, form: Form, values?: Record<string, string>): Promise<Page>;
}

const mostRedirects = 20;
const redirects = [301, 302, 303, 307, 308];

/** A browser that nobody has used yet. */
export function createBrowser(): Browser {
  const cookies = new Map<string, Map<string, string>>();

  async function request(url: URL, init: RequestInit, redirectsLeft = mostRedirects): Promise<Page> {
    // Cookies belong to a host, whatever its port.
    const jar = cookies.get(url.hostname) ?? new Map<string, string>();
    cookies.set(url.hostname, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(url, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(30_000) });
    for (const line of answer.headers.getSetCookie()) keepCookie(jar, line);
    const text = await answer.text();
    if (answer.status === 429) {
      await delay(1000 * Number(answer.headers.get('retry-after') ?? 1));
      return request(url, init, redirectsLeft - 1);
    }
    const location = answer.headers.get('location');
    if (redirects.includes(answer.status) && location !== null) {
      if (redirectsLeft === 0) throw new Error(`${url.origin}${url.pathname} redirects without an end`);
      return request(new URL(location, url), {}, redirectsLeft - 1);
    }
    return { url, status: answer.status, title: titleOf(text), forms: formsOf(text, url) };
  }

  return {
    open: (url) => request(new URL(url), {}),
    submit: (page, form, values = {}) =>
      request(form.action, {
        method: 'POST',
        body: new URLSearchParams({ ...form.hidden, ...values }),
        headers: {
          origin: page.url.origin,
          'sec-fetch-site': form.action.origin === page.url.origin ? 'same-origin' : 'cross-site',
        },
      }),
  };
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
  if (/;\s*max-age=0/i.test(line)) jar.delete(name);
  else jar.set(name, value);
}

const titleOf = (html: string) => plain(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '');

function formsOf(html: string, base: URL): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, tag = '', inside = '']) => {
    if (attribute(tag, 'method')?.toLowerCase() !== 'post') return [];
    const fields = [...inside.matchAll(/<(?:input|button)\b([^>]*)>/g)].map(([, field = '']) => field);
    const isHidden = (field: string) => attribute(field, 'type') === 'hidden';
    const named = (field: string) => attribute(field, 'name') ?? '';
    return [
      {
        action: new URL(attribute(tag, 'action') ?? '', base),
        hidden: Object.fromEntries(fields.filter(isHidden).map((field) => [named(field), attribute(field, 'value') ?? ''])),
        names: fields.filter((field) => !isHidden(field)).map(named),
      },
    ];
  });
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return value === undefined ? undefined : plain(value);
}

const entities: Record<string, string> = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&#x27;': "'", '&lt;': '<', '&gt;': '>' };
const plain = (text: string) => text.replace(/&(amp|quot|#39|#x27|lt|gt);/g, (entity) => entities[entity] ?? entity);
