import { findProgram, installSystemPackage } from './run.ts';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium for playwright-core; installed when this machine allows it. Throws naming the command that installs one. */
export async function findChromium(): Promise<string> {
  const found = (await findProgram(...names)) ?? ((await installSystemPackage('chromium')) ? await findProgram(...names) : null);
  if (found) return found;
  throw new Error(
    'No Chromium was found: install one with `apt-get install chromium`, `brew install --cask google-chrome`, or put one on PATH.',
  );
}
