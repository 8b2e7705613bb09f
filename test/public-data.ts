import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'

/**
 * A file of public test data, from the folder that PUBLIC_DATA names: it is not ours to ship. Null where there is none;
 * a test that needs it is skipped then.
 */
export function publicData<T>(name: string): T[] | null {
  const file = join(env.PUBLIC_DATA ?? '', name)
  if (!env.PUBLIC_DATA || !existsSync(file)) return null
  return JSON.parse(readFileSync(file, 'utf8')).cases
}
