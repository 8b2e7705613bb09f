import { compileOnce } from './compile-once.ts'

compileOnce()
const { main } = await import('./main.ts')
await main(process.argv[2])
