import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/postgres.ts',
    setupFiles: 'test/same-each-time.ts',
    sequence: { sequencer: LongestFirst },
    // Patience, not speed: also beside a busy machine. What must be fast is measured by processor time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 45_000 } },
    // One a core, also on two: most files wait for a database, a browser or a clock.
    maxWorkers: 2,
    // Files share a worker: what they import is loaded once. Each still has a database and an app of its own.
    isolate: false,
  },
})
