import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

/** Some thousand modules are compiled once for all that starts here. Where nothing may be written, each time. */
export function compileOnce(): void {
  enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/deskhand'))
}
