import { expectConnected, expectHeading, goToConsentPage, openLinkAndSignIn } from '../fixtures/connect-pages.ts';
import { chooseAccount, reachConsentPage, signInAtMicrosoft } from '../fixtures/microsoft-pages.ts';
import { takeLooks } from './looks.ts';
import type { Stage } from './stage.ts';

const hour = 3_600_000;

/** What somebody of a customer tenant sees, from the link to “Connected”, and where it can end otherwise. */
export async function takeTenantAdminPages(stage: Stage): Promise<void> {
  const { emulator, newVisitor, invite } = stage;
  const defaultDomain = 'atelier-lumiere.example';
  const { tenantId } = await emulator.addCustomer({ name: 'Atelier Lumière', defaultDomain, users: 34 });
  const admin = `admin@${defaultDomain}`;
  const link = await invite({ label: 'Atelier Lumière, order 2041', tenantId });

  const page = await newVisitor();
  await page.goto(link);
  await takeLooks(page, 'connect-first-page');
  await page.getByText('I am not an administrator').click();
  await takeLooks(page, 'connect-forward');
  await page.getByRole('link', { name: '繁體中文' }).click();
  await takeLooks(page, 'connect-first-page-zh-hant');
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await takeLooks(page, 'microsoft-account-picker');
  await signInAtMicrosoft(page, admin);
  await takeLooks(page, 'connect-confirm');
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
  await reachConsentPage(page);
  await takeLooks(page, 'microsoft-consent');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await takeLooks(page, 'connect-declined');

  await emulator.control('PATCH', `/tenants/${tenantId}/propagation`, { delayMs: hour });
  await goToConsentPage(page, link, admin);
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText('What the last check saw').waitFor();
  await takeLooks(page, 'connect-waiting');

  const user = await newVisitor();
  await openLinkAndSignIn(user, link, `user@${defaultDomain}`);
  await takeLooks(user, 'connect-not-admin');

  await takeConnected(stage);
  await takeUnclaimed(stage);

  const stranger = await newVisitor();
  for (const [path, name] of [
    ['/connect', 'connect-link-needed'],
    ['/connect/sign-in', 'connect-sign-in'],
    ['/connect/status?note=not-yours', 'connect-other-browser'],
    ['/connect/failed?problem=consumer-account', 'connect-personal-account'],
    ['/connect/failed?problem=declined', 'connect-sign-in-cancelled'],
    ['/connect/i/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'connect-link-unknown'],
    ['/signed-out', 'signed-out'],
    ['/nowhere', 'not-found'],
  ] as const) {
    await stranger.goto(path);
    await takeLooks(stranger, name);
  }
  const employee = await newVisitor();
  await employee.goto('/console');
  await chooseAccount(employee, 'employee@contoso-cloud.example');
  await expectHeading(employee, 'You have no access to this page');
  await takeLooks(employee, 'console-no-role');
}

async function takeConnected({ emulator, newVisitor, invite }: Stage): Promise<void> {
  const defaultDomain = 'hafenwerk.example';
  const { tenantId } = await emulator.addCustomer({ name: 'Hafenwerk Kiel GmbH', defaultDomain, users: 210 });
  const page = await newVisitor();
  await goToConsentPage(page, await invite({ label: 'Hafenwerk Kiel', tenantId }), `admin@${defaultDomain}`);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectConnected(page);
  await takeLooks(page, 'connect-connected');
}

async function takeUnclaimed({ emulator, newVisitor, invite }: Stage): Promise<void> {
  const defaultDomain = 'pinewood-school.example';
  await emulator.addCustomer({ name: 'Pinewood School', defaultDomain, users: 60 });
  const page = await newVisitor();
  await goToConsentPage(page, await invite({ label: 'Website, trial' }), `admin@${defaultDomain}`);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expectHeading(page, /confirms the connection$/);
  await takeLooks(page, 'connect-unclaimed');
}
