import { defineConfig } from '@playwright/test';
import { findChromium } from '@tenantry/scripts/services';

const second = 1000;

// One worker, because all tests share one product and two cores; no retries, because a test that fails sometimes tells of a fault.
export default defineConfig({
  testDir: '.',
  globalSetup: './product/global-setup.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60 * second,
  expect: { timeout: 10 * second },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME === undefined ? [['list']] : [['list'], ['json']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Stockholm',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: await findChromium(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
