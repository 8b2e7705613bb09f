import { compileOnce } from '#src/compile-once.ts'

compileOnce()
const { startDeskhand } = await import('#src/main.ts')
const { stopOnSignals } = await import('#src/at-the-terminal.ts')

/** One process of the product, to be killed. Its settings come as JSON; it says when it is ready. */
process.on('unhandledRejection', (error) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(70)
})
const deskhand = await startDeskhand(JSON.parse(process.argv[2] ?? '{}'))
stopOnSignals(deskhand)
process.send?.({ url: deskhand.url })
