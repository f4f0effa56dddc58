import type { Browser, Page } from '@playwright/test';
import { type ApiClient, type ApiRun, createApiClient } from '../fixtures/api-client.ts';
import { connectTenant } from '../fixtures/connect-pages.ts';
import { type Customer, createEmulatorClient, type EmulatorClient } from '../fixtures/emulator-client.ts';
import type { ProductFacts } from '../product/product-facts.ts';

/** What the pictures are taken of: a running product, visitors, and customers that look like some. */
export interface Stage {
  facts: ProductFacts;
  api: ApiClient;
  emulator: EmulatorClient;
  /** A browser of its own. */
  newVisitor(): Promise<Page>;
  /** Runs a job and waits until its state is one of these. Gives the path of its page. */
  run(tenantId: string, states: string[]): Promise<string>;
  invite(wish: { label: string; tenantId?: string }): Promise<string>;
  /** Adds a customer that is connected already. */
  addConnected(wish: { name: string; defaultDomain: string; users: number; premium?: boolean }): Promise<Customer>;
}

const pollMs = 200;
const patienceMs = 120_000;

export function createStage(facts: ProductFacts, browser: Browser): Stage {
  const api = createApiClient(facts.portalUrl, facts.apiKey);
  const emulator = createEmulatorClient(facts.emulatorUrl);
  const stage: Stage = {
    facts,
    api,
    emulator,
    async newVisitor() {
      const context = await browser.newContext({
        baseURL: facts.portalUrl,
        locale: 'en-GB',
        timezoneId: 'Europe/Stockholm',
        viewport: { width: 1440, height: 900 },
        deviceScaleFactor: 1,
      });
      return context.newPage();
    },
    async run(tenantId, states) {
      const { body } = await api.post<{ runIds: string[] }>('/runs', { job: 'directory-sync', tenantIds: [tenantId] });
      const [runId] = body.runIds;
      await until(`a run that is ${states.join(' or ')}`, async () => {
        const { state } = (await api.get<ApiRun>(`/runs/${runId}`)).body;
        return states.includes(state);
      });
      return `/console/runs/${runId}`;
    },
    async invite(wish) {
      return (await api.post<{ url: string }>('/invitations', wish)).body.url;
    },
    async addConnected(wish) {
      const customer = await emulator.addCustomer(wish);
      const page = await stage.newVisitor();
      const link = await stage.invite({ label: wish.name, tenantId: customer.tenantId });
      await connectTenant(page, link, `admin@${wish.defaultDomain}`);
      await page.context().close();
      return customer;
    },
  };
  return stage;
}

/** Waits for a condition of the product. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + patienceMs; !(await isTrue()); await new Promise((later) => setTimeout(later, pollMs))) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
  }
}
