import { compileOnce } from '#src/compile-once.ts'

compileOnce()
const { startDeskhand } = await import('#src/main.ts')

/** One process of the product, to be killed. Its settings come as JSON; it says when it is ready. */
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(70)
})
const { url } = await startDeskhand(JSON.parse(process.argv[2] ?? '{}'))
process.send?.({ url })
