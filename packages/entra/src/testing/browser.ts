/**
 * Opens an address as a browser with an empty cookie jar, and on each page that is shown presses the button that fits, until the browser
 * is sent to another origin.
 *
 * @param choices what to press, by the name of the button; a page with none of them is an error that quotes it
 */
export async function browse(address: string, choices: Record<string, string>): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = new URL(address);
  const { origin } = url;
  let form: URLSearchParams | null = null;
  for (let request = 0; request < 20; request++) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const method = form ? 'POST' : 'GET';
    const answer: Response = await fetch(url, { method, body: form, headers: { cookie }, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const page = await answer.text();
    const location = answer.headers.get('location');
    if (location !== null) {
      url = new URL(location, url);
      form = null;
      if (url.origin !== origin) return url;
      continue;
    }
    const forms = [...page.matchAll(/<form method="post" action="([^"]+)"[\s\S]*?<\/form>/g)];
    const choice = Object.entries(choices).find((each) => forms.some(([html]) => html.includes(button(each))));
    const action = choice && forms.find(([html]) => html.includes(button(choice)))?.[1];
    if (!choice || action === undefined) throw new Error(`Nothing to press: ${page}`);
    url = new URL(action, url);
    form = new URLSearchParams([choice]);
  }
  throw new Error('The pages have no end');
}

function button([name, value]: [string, string]): string {
  return `name="${name}" value="${value}"`;
}
