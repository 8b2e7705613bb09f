import { defineConfig } from 'vitest/config'

/** `npm run pictures`: makes the pictures of the documents anew. It asserts nothing, so it is no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/pictures/take-pictures.ts'],
    globalSetup: 'test/postgres.ts',
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
