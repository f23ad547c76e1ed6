/** How the tests run: every file beside its code and the whole-system proofs in tests/, two at a time, on one PostgreSQL. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['server/**/*.test.ts', 'web/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts'],
    reporters: ['default', './tests/support/closing-line.ts'],
    globalSetup: ['tests/support/cluster.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
