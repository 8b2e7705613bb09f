#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Each command loads some thousand modules: they are compiled once. Where nothing may be written, each time.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/deskhand'))
const { run } = await import('#src/cli/run.ts')
process.exitCode = await run()
