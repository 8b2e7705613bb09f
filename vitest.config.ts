import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/postgres.ts',
    testTimeout: 20_000,
    // One a core, also on two: most files wait for a database, a browser or a clock.
    maxWorkers: 2,
    // Some tests race real processes on a machine that others use too.
    retry: process.env.CI ? 1 : 0,
  },
})
