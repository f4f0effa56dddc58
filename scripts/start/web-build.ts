import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './child.ts';
import { childEnvironment } from './child-environment.ts';
import type { Processes } from './processes.ts';

const portal = join(root, 'apps/portal');
const stamp = join(portal, '.next/tenantry-built-from');

/** A command of Next, which looks for its settings where it runs. */
export const nextCommand = (...args: string[]) => ({
  args: [join(root, 'node_modules/next/dist/bin/next'), ...args],
  cwd: portal,
});

const inputs = [
  ...[
    'package-lock.json',
    'tsconfig.base.json',
    'prisma/schema.prisma',
    'packages/*/package.json',
    'packages/*/src/**/*.{ts,tsx}',
  ],
  ...['package.json', 'tsconfig.json', '*.config.*', 'messages/**', 'public/**', 'src/**'].map((one) => `apps/portal/${one}`),
];
// The emulator is no part of the portal, and neither are tests; the generated client follows from the schema.
const notInputs = /(\.test\.tsx?$|^packages\/emulator\/|\/src\/(generated|testing)\/)/;

/** Digest of everything the portal is built from. */
function digestInputs(): string {
  const hash = createHash('sha256').update(process.versions.node);
  const files = globSync(inputs, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) =>
    join(parentPath, name)
      .slice(root.length + 1)
      .replaceAll('\\', '/'),
  );
  for (const path of paths.filter((one) => !notInputs.test(one)).sort()) {
    hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** Whether the portal, as its sources are now, is built already. */
export function isBuilt(): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestInputs();
}

/** Builds the portal. Throws StartError with the end of what the build wrote. */
export async function buildPortal(processes: Processes): Promise<void> {
  const digest = digestInputs();
  // A build that is cut off must not pass for the former one.
  rmSync(stamp, { force: true });
  await processes.run({ name: 'build', ...nextCommand('build'), env: childEnvironment() });
  writeFileSync(stamp, digest);
}
