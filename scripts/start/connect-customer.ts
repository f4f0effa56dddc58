import { createBrowser, type Form, type Page } from './browser.ts';

const mostPages = 12;

/**
 * Connects a customer as its administrator would in a browser: opens the invitation, signs in, confirms, approves on the consent page and
 * comes back. Every step is a page that was shown; nothing is known here but what a person reads.
 *
 * @param invitationUrl the link the customer was sent
 * @param username of a tenant admin; the emulator asks for no password
 * @throws Error naming the page on which it could not go on
 */
export async function connectCustomer(invitationUrl: string, username: string): Promise<void> {
  const browser = createBrowser();
  let page = await browser.open(invitationUrl);
  for (let shown = 1; shown <= mostPages; shown += 1) {
    if (page.status === 200 && page.url.pathname === '/connect/status') return;
    const step = nextStep(page, username);
    if (step === null) break;
    page = await browser.submit(page, step.form, step.values);
  }
  throw new Error(`${username} could not go on at "${page.title}" (${page.status}, ${page.url.origin}${page.url.pathname}).`);
}

/** What an administrator does on a page, or null when it offers nothing to go on with. */
function nextStep(page: Page, username: string): { form: Form; values?: Record<string, string> } | null {
  const formTo = (action: RegExp, name?: string) =>
    page.forms.find((form) => action.test(form.action.pathname) && (name === undefined || form.names.includes(name)));
  const consent = formTo(/^\/connect\/consent$/);
  if (consent) return { form: consent };
  // The page that confirms offers to sign in with another account, too: that is not the way on.
  const start = page.url.pathname === '/connect/confirm' ? undefined : formTo(/^\/connect\/start$/);
  if (start) return { form: start };
  const stay = formTo(/^\/sign-in\//, 'stay');
  if (stay) return { form: stay, values: { stay: '1' } };
  const signIn = formTo(/^\/sign-in\//, 'username');
  if (signIn) return { form: signIn, values: { username } };
  const approve = formTo(/^\/consent\//, 'decision');
  return approve ? { form: approve, values: { decision: 'accept' } } : null;
}
