import { defineConfig } from 'vitest/config'

/** `npm run faults`: every fault at the length that is promised. One after the other: they measure the machine too. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: 'test/postgres.ts',
    testTimeout: 600_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    provide: { faultsAtLength: true },
  },
})
