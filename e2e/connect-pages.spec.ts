import { expectHeading, goToConsentPage, openLinkAndSignIn } from './fixtures/connect-pages.ts';
import { chooseAccount } from './fixtures/microsoft-pages.ts';
import { expect, test } from './fixtures/test.ts';

const languages = {
  en: 'English',
  pt: 'Português',
  sv: 'Svenska',
  es: 'Español',
  it: 'Italiano',
  'zh-Hant': '繁體中文',
};

const notVisible = {
  en: 'The approval was not visible yet.',
  pt: 'A aprovação ainda não era visível.',
  sv: 'Godkännandet syntes inte ännu.',
  es: 'La aprobación todavía no era visible.',
  it: 'L’approvazione non era ancora visibile.',
  'zh-Hant': '當時尚未看到核准。',
};

test('the first page speaks six languages and remembers the choice', async ({ page, invite }) => {
  await page.goto(await invite({}));
  const heading = page.getByRole('heading', { level: 1 });
  const headings = new Set<string>();
  for (const [language, name] of Object.entries(languages)) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'true');
    headings.add(await heading.innerText());
    expect(page.url(), 'the address stays clean').not.toContain('language=');
  }
  expect(headings.size, 'each language has words of its own').toBe(6);
  await page.goto('/connect/sign-in');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hant');
});

test('the waiting page says in each language that the approval was not visible yet, and never that there is none', async ({
  page,
  newCustomer,
  invite,
}) => {
  const { tenantId, defaultDomain } = await newCustomer({ propagation: { delayMs: 3_600_000, flapping: false } });
  await goToConsentPage(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(page, 'Microsoft is applying the approval');
  const fact = (name: string) =>
    page
      .getByRole('main')
      .locator('div', { has: page.getByText(name, { exact: true }) })
      .last();
  await expect(fact('What the last check saw')).toContainText('The approval was not visible yet.');
  await expect(fact('Next check')).toHaveText(/^Next check(under way|in a moment|in \d+ (seconds|minutes?))$/);
  for (const [language, name] of Object.entries(languages)) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByText(notVisible[language as keyof typeof languages])).toBeVisible();
  }
});

test('a page left open when its session ends leads to the sign-in', async ({ page, newCustomer, invite, database }) => {
  const { tenantId, defaultDomain } = await newCustomer();
  await openLinkAndSignIn(page, await invite({ tenantId }), `admin@${defaultDomain}`);
  await expectHeading(page, 'Is this the right organisation?');
  const listens = page.waitForResponse(/\/connect\/events$/);
  const hasReadAnew = page.waitForResponse(/[?&]_rsc=/);
  await page.goto('/connect/status');
  await Promise.all([listens, hasReadAnew]);
  await expectHeading(page, 'Your organisation is not connected');
  await database.query(`DELETE FROM session WHERE kind = 'tenant_admin' AND tenant_id = $1`, [tenantId]);
  await page.waitForURL('/connect/sign-in', { timeout: 20_000 });
  await expectHeading(page, 'See the state of your organisation');
});

test('the language follows the browser until one is chosen', async ({ newVisitor, invite }) => {
  const page = await newVisitor({ locale: 'sv-SE' });
  await page.goto(await invite({}));
  await expect(page.locator('html')).toHaveAttribute('lang', 'sv');
});

test('an expired link, a withdrawn link and one that never was each get their page', async ({
  page,
  invite,
  database,
  trouble,
}) => {
  const link = await invite({});
  const code = new URL(link).pathname.split('/').at(-1);
  await database.query(`UPDATE invitation SET expires_at = now() - interval '1 minute' WHERE code = $1`, [code]);
  await page.goto(link);
  await expectHeading(page, 'This link has expired');
  await database.query('UPDATE invitation SET revoked_at = now() WHERE code = $1', [code]);
  await page.goto(link);
  await expectHeading(page, 'This link is no longer valid');
  await expect(page.getByRole('button', { name: 'Sign in with Microsoft' })).toHaveCount(0);

  trouble.allow(/status of 404/);
  for (const unknown of ['AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'x', `${code}x`, '%00%2e%2e']) {
    const answer = await page.goto(`/connect/i/${unknown}`);
    expect(answer?.status(), unknown).toBe(404);
    await expectHeading(page, 'There is nothing here');
  }
});

test('a link that ends while somebody signs in leads no further', async ({ page, newCustomer, invite, database }) => {
  const { defaultDomain } = await newCustomer();
  const link = await invite({});
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  const code = new URL(link).pathname.split('/').at(-1);
  await database.query('UPDATE invitation SET revoked_at = now() WHERE code = $1', [code]);
  await chooseAccount(page, `admin@${defaultDomain}`);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(page, 'The link you came by is no longer valid');
});

test('without a link there is no way to connect, only to see a state', async ({ page, newCustomer }) => {
  const { defaultDomain } = await newCustomer();
  await page.goto('/connect');
  await expectHeading(page, 'You need a link to connect');
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await chooseAccount(page, `admin@${defaultDomain}`);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(page, 'Your organisation is not connected');
  await page.getByRole('link', { name: 'Connect this organisation' }).click();
  await expectHeading(page, 'You need a link to connect');
});

test('a personal account is refused at Microsoft and has a page here', async ({ page, invite, emulator }) => {
  await page.goto(await invite({}));
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await page.getByRole('button', { name: 'Robin Private' }).click();
  await expect(page.getByText(/AADSTS\d+/).first()).toBeVisible();
  expect(await emulator.requestsOf('9188040d-6c67-4c5b-b112-36a304b66dad', 'code')).toEqual([]);
  await page.goto('/connect/failed?problem=consumer-account');
  await expectHeading(page, 'Personal accounts cannot be used here');
});

test('a page names its icon, and an icon is where browsers look by themselves', async ({ page }) => {
  await page.goto('/connect/sign-in');
  const icons = await page
    .locator('link[rel="icon"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(icons.join(' ')).toContain('/icon.svg');
  for (const icon of [...icons, '/favicon.ico'])
    expect((await page.request.get(icon)).headers()['content-type'], icon).toMatch(/^image\//);
});

test('nobody is sent away by what they type into an address', async ({ page, product, trouble }) => {
  trouble.allow(/status of 404/);
  for (const path of [
    '/connect/failed?problem=https://evil.example',
    '/connect/status?note=<script>',
    '//evil.example/connect',
    '/connect?language=sv&tenant=//evil.example',
  ]) {
    await page.goto(`${product.portalUrl}${path}`, { waitUntil: 'commit' }).catch(() => undefined);
    expect(new URL(page.url()).origin, path).toBe(product.portalUrl);
  }
});
