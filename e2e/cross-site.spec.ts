import type { Page } from '@playwright/test';
import { freePort } from '@tenantry/scripts/services';
import { expectConnected, expectHeading } from './fixtures/connect-pages.ts';
import { reachConsentPage, signInAtMicrosoft } from './fixtures/microsoft-pages.ts';
import { openAs } from './fixtures/operator-pages.ts';
import { expect, test } from './fixtures/test.ts';
import { readProductFacts } from './product/product-facts.ts';
import { startSecondInstallation } from './product/second-installation.ts';
import { startTlsProxy, type TlsProxy } from './product/tls-proxy.ts';

const startsWithinMs = 60_000;

/** A tenant admin connects and an operator sees it: every redirect and every cookie on the way has to hold. */
async function connectAndLook(page: Page, operator: Page, customer: { tenantId: string; name: string; defaultDomain: string }) {
  await page.goto('/connect');
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await signInAtMicrosoft(page, `admin@${customer.defaultDomain}`);
  await expect(page.getByRole('main').getByText(customer.tenantId).first()).toBeVisible();
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await reachConsentPage(page);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectConnected(page);

  await openAs(operator, 'operator', '/console/tenants');
  await expect(operator.getByRole('row').filter({ hasText: customer.name })).toContainText('Active');
  await expect(operator.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
  await operator.getByRole('button', { name: /^Signed in as/ }).click();
  await operator.getByRole('menuitem', { name: 'Sign out' }).click();
  await expectHeading(operator, 'You are signed out');
}

const crossSite = test.extend({
  product: [
    async ({ dataFolder }, use) => {
      const portalPort = await freePort();
      const { stop, ...addresses } = await startSecondInstallation({ dataFolder, database: 'cross_site', portalPort });
      await use({ ...readProductFacts(dataFolder), ...addresses });
      await stop();
    },
    { scope: 'worker', timeout: startsWithinMs },
  ],
});

crossSite('sign-in and approval hold where Microsoft is another site', async ({ page, product, newVisitor, newCustomer }) => {
  expect(new URL(product.portalUrl).hostname).toBe('localhost');
  expect(new URL(product.emulatorUrl).hostname).toBe('127.0.0.1');
  await connectAndLook(page, await newVisitor(), await newCustomer());
});

const innerHost = 'portal.internal:8080';
const falseHost = 'evil.example';

interface BehindProxy {
  proxied: { addresses: { portalUrl: string; emulatorUrl: string }; innerPort: number; proxy: TlsProxy };
}

const behindProxy = test.extend<object, BehindProxy>({
  proxied: [
    async ({ dataFolder }, use) => {
      const portalPort = await freePort();
      const proxy = await startTlsProxy({ portalPort, innerHost, falseHost });
      const portalUrl = `https://portal.localhost:${proxy.port}`;
      const wish = { dataFolder, database: 'behind_proxy', portalPort, portalUrl };
      const { stop, ...addresses } = await startSecondInstallation(wish);
      await use({ addresses, innerPort: portalPort, proxy });
      await stop();
      await proxy.close();
    },
    { scope: 'worker', timeout: startsWithinMs },
  ],
  product: [
    async ({ proxied, dataFolder }, use) => use({ ...readProductFacts(dataFolder), ...proxied.addresses }),
    { scope: 'worker' },
  ],
});
behindProxy.use({ ignoreHTTPSErrors: true });

behindProxy(
  'behind a TLS proxy every address comes from PUBLIC_URL',
  async ({ page, product, proxied, newVisitor, newCustomer }) => {
    const operator = await newVisitor();
    await connectAndLook(page, operator, await newCustomer());

    await page.goto('/connect/sign-in?language=sv');
    await expect(page).toHaveURL(`${product.portalUrl}/connect/sign-in`);
    await openAs(operator, 'admin', '/console/invitations');
    await operator.getByLabel('Who is it for').fill('Anybody');
    await operator.getByRole('button', { name: 'Make the link' }).click();
    await expect(operator.getByText(`${product.portalUrl}/connect/i/`)).toBeVisible();
    await operator.goto('/api/v1/openapi.json');
    await expect(operator.getByText(`${product.portalUrl}/api/v1`).first()).toBeVisible();

    const answers = proxied.proxy.answers();
    expect(answers).toContain(product.portalUrl);
    for (const wrong of [falseHost, innerHost, `:${proxied.innerPort}`]) expect(answers.includes(wrong), wrong).toBe(false);
  },
);
