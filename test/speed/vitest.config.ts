import { defineConfig } from 'vitest/config'

/** `npm run speed`: every limit in processor time as it is promised. One file after the other, each in a process of its own. */
export default defineConfig({
  test: {
    include: [
      'test/bookings/read-booking-hostile.test.ts',
      'test/bookings/rules.test.ts',
      'test/catalog/speed.test.ts',
      'test/http/webhooks.test.ts',
      'test/orders/read-address-hostile.test.ts',
      'test/orders/read-comment-hostile.test.ts',
      'test/prices/read-product-page.test.ts',
      'test/reading/hostile.test.ts',
      'test/reps/plan.test.ts',
    ],
    globalSetup: 'test/postgres.ts',
    setupFiles: 'test/same-each-time.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
    provide: { limitsAsPromised: true },
  },
})
