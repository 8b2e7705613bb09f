import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/postgres.ts',
    testTimeout: 20_000,
    // One a core, also on two: most files wait for a database, a browser or a clock.
    maxWorkers: 2,
  },
})
