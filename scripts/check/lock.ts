import { readFileSync } from 'node:fs';

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

/**
 * Finds optional dependencies that the lock file does not hold. npm leaves a platform's package out when it was not published yet, and `npm ci`
 * on that platform then refuses the lock, or installs without it.
 */
export function lockProblems(path: string): string[] {
  const { packages } = JSON.parse(readFileSync(path, 'utf8')) as Lock;
  const locked = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)));
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map((name) => `package-lock.json: ${place || 'the root'} names ${name}, which has no entry`),
  );
}
