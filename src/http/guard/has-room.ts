import { statfs } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { Needs } from '#src/app.ts'
import { writeNote } from '#src/database/notes.ts'

/** With less than this left nothing more is taken in: the database stops when it cannot write its log. */
const LEAST_BYTES = 64_000_000
const PATIENCE_MS = 2_000
const DISK_FULL = '53100'

export type FreeBytes = (folder: string) => Promise<number | null>

/** What is wrong with where we keep things: nothing, the disk, or the database. */
export async function findStorageTrouble(
  app: Needs<'em' | 'clock' | 'settings'>,
  freeBytes: FreeBytes = readFreeBytes,
): Promise<'disk' | 'database' | null> {
  const free = await freeBytes(app.settings.DATA_DIR)
  if (free !== null && free < LEAST_BYTES) return 'disk'
  const written = writeNote(app.em.fork(), 'ready', null, app.clock()).then(
    () => null,
    (error: unknown) => (codeOf(error) === DISK_FULL ? ('disk' as const) : ('database' as const)),
  )
  return Promise.race([written, setTimeout(PATIENCE_MS, 'database' as const, { ref: false })])
}

/** Null where the folder is not ours to look at: it is made at the first need. */
async function readFreeBytes(folder: string): Promise<number | null> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  )
}

function codeOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) if ('code' in each) return String(each.code)
  return ''
}
