import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const folder = join(import.meta.dirname, '../../docs/screenshots');

const looks = [
  { device: 'desktop', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { device: 'desktop', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { device: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { device: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
] as const;

/**
 * Takes the present page as `docs/screenshots/<name>-<desktop|phone>-<light|dark>.png`.
 *
 * @param wish.what `screen` for what lies over the page, such as a dialog; otherwise the whole page
 * @param wish.only `phone` for what exists on a phone alone
 */
export async function takeLooks(page: Page, name: string, wish: { what?: 'screen'; only?: 'phone' } = {}): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { device, viewport, colorScheme } of looks.filter((look) => look.device === (wish.only ?? look.device))) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
    await page.evaluate(async () => {
      await document.fonts.ready;
      // What measures itself, such as a chart, draws anew in the frame after the next.
      for (let frames = 0; frames < 3; frames += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
    });
    const path = join(folder, `${name}-${device}-${colorScheme}.png`);
    await page.screenshot({ path, fullPage: wish.what !== 'screen', animations: 'disabled', caret: 'hide' });
  }
  await page.setViewportSize(looks[0].viewport);
}
