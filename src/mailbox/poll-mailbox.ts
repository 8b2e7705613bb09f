import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
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
  const { historyId, messageIds } = await gmail.changesSince(await readPlace(app))
  const stored = await Promise.all(messageIds.map((id) => app.inlet(ARRIVED, id, id)))
  await writePlace(app, historyId)
  return stored.filter(({ isNew }) => isNew).length
}

async function isAnyoneWaiting(app: App, readers: readonly Reader[]): Promise<boolean> {
  for (const { source, waits } of readers) if (source === MAILBOX && (!waits || (await waits(app)))) return true
  return false
}

async function readPlace(app: App): Promise<{ historyId: string; at: Date } | null> {
  const [note] = await sql<{ value: string; at: string }>(
    app.em.fork(),
    'select value, at from notes where name = $1',
    [HISTORY],
  )
  return note ? { historyId: note.value, at: new Date(note.at) } : null
}

async function writePlace(app: App, historyId: string): Promise<void> {
  await sql(
    app.em.fork(),
    `insert into notes (name, value, at) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, at = excluded.at`,
    [HISTORY, JSON.stringify(historyId), app.clock()],
  )
}
