import type { App } from '#src/app.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import type { Reader } from '#src/inbox/reader.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import { ARRIVED, MAILBOX, STUDIO_ARRIVED, STUDIO_MAILBOX } from './sources.ts'

type Box = { gmail: Gmail | null; mailbox: string; arrived: string; history: string }

/**
 * What came into the mailboxes since the last look, by Gmail's ids: each is then fetched by itself. One call to Gmail
 * for all readers of a mailbox, and none while nobody waits for a mail there. One account that fails is no reason not
 * to look into the other.
 */
export async function pollMailbox(app: App, readers: readonly Reader[]): Promise<number> {
  const boxes: Box[] = [
    { gmail: app.gmail, mailbox: MAILBOX, arrived: ARRIVED, history: 'gmail:history' },
    { gmail: app.studioGmail, mailbox: STUDIO_MAILBOX, arrived: STUDIO_ARRIVED, history: 'studio-gmail:history' },
  ]
  const looks = await Promise.allSettled(boxes.map((box) => look(app, box, readers)))
  const failed = looks.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return looks.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0)
}

async function look(app: App, { gmail, mailbox, arrived, history }: Box, readers: readonly Reader[]): Promise<number> {
  if (!gmail || !(await isAnyoneWaiting(app, mailbox, readers))) return 0
  const place = await readNote<string>(app.em.fork(), history)
  const { historyId, messageIds } = await gmail.changesSince(place && { historyId: place.value, at: place.at })
  const stored = await Promise.all(messageIds.map((id) => app.inlet(arrived, id, id)))
  await writeNote(app.em.fork(), history, historyId, app.clock())
  return stored.filter(({ isNew }) => isNew).length
}

async function isAnyoneWaiting(app: App, mailbox: string, readers: readonly Reader[]): Promise<boolean> {
  for (const { source, waits } of readers) if (source === mailbox && (!waits || (await waits(app)))) return true
  return false
}
