// `npm run screenshots`: starts the demo, walks every page and writes pictures of it to docs/screenshots.
import { chromium } from '@playwright/test';
import config from '../playwright.config.ts';
import { startProduct } from '../product/start-product.ts';
import { takeOperatorPages } from './operator-pages.ts';
import { createStage } from './stage.ts';
import { takeTenantAdminPages } from './tenant-admin-pages.ts';

process.stdout.write('Starting the demo …\n');
const product = await startProduct([]);
try {
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const stage = createStage(product.facts, browser);
    process.stdout.write('Pages of a tenant admin …\n');
    await takeTenantAdminPages(stage);
    process.stdout.write('Pages of an operator …\n');
    await takeOperatorPages(stage);
  } finally {
    await browser.close();
  }
} finally {
  await product.stop();
}
process.stdout.write('The pictures are in docs/screenshots.\n');
