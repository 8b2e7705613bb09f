import type { App } from '#src/app.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { findAlike } from '../drafts/find-similar.ts'
import { logEnds } from '../scan/finish-sync.ts'
import { EXTRACT } from '../steps.ts'
import type { Read } from './read-post.ts'
import { saveReadings } from './save-readings.ts'

/** So long a post that is read waits for others, so that they are saved together. */
const HOLD_MS = 1_000
/** Below this a reading is told as doubtful. */
const LOW = 0.5

export type Saving = { add(read: Read): void; end(): Promise<void> }

/**
 * Saves posts as they are read, many in one transaction, and none later than a second after it was read. What cannot
 * be saved with the others is saved by itself; `fail` hears of one that cannot be saved at all.
 */
export function saveTogether(app: App, fail: (read: Read, error: unknown) => Promise<void>): Saving {
  let ready: Read[] = []
  let timer: NodeJS.Timeout | undefined
  let saving = Promise.resolve()
  const save = () => {
    clearTimeout(timer)
    timer = undefined
    const now = ready
    ready = []
    saving = saving.then(() => saveAll(app, now, fail))
    // Heard by whoever waits for the end.
    saving.catch(() => undefined)
    return saving
  }
  return {
    add(read) {
      ready.push(read)
      timer ??= setTimeout(save, HOLD_MS)
    },
    end: save,
  }
}

async function saveAll(app: App, reads: Read[], fail: (read: Read, error: unknown) => Promise<void>): Promise<void> {
  // What looks like another of them comes after it: that one may be a product by then.
  const later = findAlike(reads)
  const now = reads.filter((read) => !later.has(read))
  try {
    await saveOnce(app, now)
  } catch (error) {
    const [only, ...others] = now
    if (only && others.length === 0) await fail(only, error)
    else for (const read of now) await saveAll(app, [read], fail)
  }
  if (later.size > 0) await saveAll(app, [...later], fail)
}

async function saveOnce(app: App, reads: Read[]): Promise<void> {
  if (reads.length === 0) return
  const ended = await inTransaction(app, (tx) => saveReadings(tx, reads))
  for (const read of reads) logReading(app, read)
  logEnds(app, ended)
}

function logReading({ log }: App, { post, reading: { data, why, tokens } }: Read): void {
  const about = { operation: EXTRACT, storeId: post.storeId, media: post.igMediaId }
  log.debug({ ...about, data, why, tokens }, 'a post was read')
  if (data && data.confidence < LOW) log.warn({ ...about, confidence: data.confidence }, 'read with little confidence')
}
