import { defineConfig } from 'vitest/config';

/** The tests of the pure domain, without a database or a server: what mutation testing runs, with few
 * random cases each, as every mutant runs them again. */
export default defineConfig({
  test: {
    include: ['server/domain/**/*.test.ts', 'test/policy-*.test.ts'],
    env: { TZ: process.env['TZ'] ?? 'America/New_York', REDRESS_TEST_CASES: '40' },
    testTimeout: 30_000,
  },
});
