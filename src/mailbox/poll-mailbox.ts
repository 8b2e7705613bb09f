import type { App } from '#src/app.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import type { Reader } from '#src/inbox/reader.ts'
import { ARRIVED, MAILBOX } from './sources.ts'

const HISTORY = 'gmail:history'

/**
 * What came into the mailbox since the last look, by Gmail's ids: each is then fetched by itself. One call to Gmail for
 * all readers, and none while nobody waits for a mail.
 */
export async function pollMailbox(app: App, readers: readonly Reader[]): Promise<number> {
  const { gmail } = app
  if (!gmail || !(await isAnyoneWaiting(app, readers))) return 0
  const place = await readNote<string>(app.em.fork(), HISTORY)
  const { historyId, messageIds } = await gmail.changesSince(place && { historyId: place.value, at: place.at })
  const stored = await Promise.all(messageIds.map((id) => app.inlet(ARRIVED, id, id)))
  await writeNote(app.em.fork(), HISTORY, historyId, app.clock())
  return stored.filter(({ isNew }) => isNew).length
}

async function isAnyoneWaiting(app: App, readers: readonly Reader[]): Promise<boolean> {
  for (const { source, waits } of readers) if (source === MAILBOX && (!waits || (await waits(app)))) return true
  return false
}
