import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const copied = [
  'apps',
  'packages',
  'scripts',
  'prisma',
  'docs',
  'e2e',
  'bench',
  'package.json',
  'tsconfig.base.json',
  'vitest.config.ts',
  'biome.json',
  '.gitignore',
];
const leftOut = ['node_modules', '.next', '.turbo', 'screenshots'];
const ourScope = '@tenantry';

/**
 * A copy of the repository in a temporary folder, for changes that must not touch it. Its node_modules lead to the installed packages, and for our
 * own workspaces to their copies.
 *
 * @returns the folder, and what takes it away again
 */
export async function copyTree(root: string): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tenantry-guide-'));
  for (const name of copied) {
    await cp(join(root, name), join(folder, name), {
      recursive: true,
      filter: (source) => !leftOut.includes(basename(source)),
    });
  }
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, ourScope), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name === ourScope) continue;
    await symlink(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  for (const group of ['apps', 'packages']) {
    for (const name of await readdir(join(folder, group))) {
      await symlink(join(folder, group, name), join(modules, ourScope, name), 'junction');
    }
  }
  for (const name of ['scripts', 'e2e', 'bench']) await symlink(join(folder, name), join(modules, ourScope, name), 'junction');
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
