import { defineConfig } from 'vitest/config'

/** The files that test the kernel and the hearts of orders and bookings: without browsers, processes and loads. */
export default defineConfig({
  test: {
    include: ['test/{desk,inbox,limits,outbox,bots,pipeline,orders,bookings}/**/*.test.ts', 'test/flows.test.ts'],
    exclude: ['test/**/read-*.test.ts', 'test/bookings/crowd.test.ts', 'test/bots/reconnect.test.ts'],
    globalSetup: 'test/postgres.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    isolate: false,
  },
})
