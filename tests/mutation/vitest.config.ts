/** The tests that mutation testing runs: those of the pure rules, always with the same chance, so that a mutant meets what the program met. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['server/modules/books/{units,money}.test.ts', 'server/kernel/money.test.ts', 'tests/properties/**/*.test.ts'],
    pool: 'threads',
    testTimeout: 20_000,
    env: { SPIL_SEED: '20260302', SPIL_RUNS: '12' },
  },
});
