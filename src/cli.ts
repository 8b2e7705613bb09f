#!/usr/bin/env node
import { compileOnce } from './compile-once.ts'

compileOnce()
const { run } = await import('#src/cli/run.ts')
process.exitCode = await run(process.argv.slice(2))
