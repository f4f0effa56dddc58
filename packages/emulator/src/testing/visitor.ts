/** A person at a browser without scripts: follows redirects inside the emulator, keeps cookies, presses buttons. */
export interface Visitor {
  /** Opens an address and follows redirects until a page is shown or the emulator sends the browser elsewhere. */
  open(url: string): Promise<Visit>;
  /** Sends a form of the page last shown, as pressing a button of it would. */
  press(visit: Visit, button: Record<string, string>): Promise<Visit>;
}

export interface Visit {
  url: string;
  status: number;
  html: string;
  /** Where the browser was sent on another origin, if it was. */
  leftFor: URL | null;
}

/** A visitor with an empty cookie jar. */
export function createVisitor(origin: string): Visitor {
  const cookies = new Map<string, string>();

  async function go(url: string, init: RequestInit = {}): Promise<Visit> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) return { url, status: answer.status, html: await answer.text(), leftFor: null };
    const next = new URL(location, url);
    await answer.body?.cancel();
    return next.origin === origin ? go(next.href) : { url, status: answer.status, html: '', leftFor: next };
  }

  return {
    open: (url) => go(url),
    press(visit, button) {
      const name = Object.keys(button).join();
      const action = [...visit.html.matchAll(/<form method="post" action="([^"]+)"[\s\S]*?<\/form>/g)].find(([form]) =>
        form.includes(`name="${name}"`),
      )?.[1];
      if (action === undefined) throw new Error(`The page ${visit.url} has no form with ${name}.`);
      const body = new URLSearchParams(button).toString();
      return go(new URL(action, visit.url).href, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    },
  };
}
