import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most of an integration test is waiting for PostgreSQL, processes and timers, so there may be more of them than cores.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.integration.test.{ts,tsx}'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages,scripts}/**/*.integration.test.{ts,tsx}'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['scripts/services/vitest-services.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What is waited for comes from other processes and from timers of seconds: longer than vitest's one second.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
