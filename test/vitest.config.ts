import { defineConfig } from 'vitest/config';

/** Aliases come from package.json `imports`. Time is pinned to a zone that is not the operator's. */
export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    env: { TZ: process.env['TZ'] ?? 'America/New_York' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // No module keeps state, so that files can share what is loaded.
    isolate: false,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['server/**/*.test.ts', 'client/**/*.test.{ts,tsx}', 'test/*.test.ts'],
        },
      },
      { extends: true, test: { name: 'api', include: ['test/api/**/*.test.ts'] } },
      { extends: true, test: { name: 'engines', include: ['test/engines/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        extends: true,
        test: { name: 'deep', include: ['test/deep/**/*.test.ts'], testTimeout: 900_000 },
      },
    ],
  },
});
