import type { App } from '#src/app.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import type { Gmail } from '#src/integrations/google/gmail.ts'
import { LABELLED } from './sources.ts'

const DAY_MS = 24 * 3_600_000

/** How far the first look goes back: what is older was dealt with by hand. */
const FIRST_DAYS = 1

/** How long after a mail came in somebody may still put the label on it. */
const LATE_DAYS = 7

/** `seen`: the mails under the label that were taken already, by Gmail's ids. */
type Place = { from: string; seen: string[] }

/** Ids of the mails under a label that were not seen under it before; each is then fetched by itself. */
export async function pollLabel(app: App, gmail: Gmail | null, label: string | undefined): Promise<number> {
  if (!gmail || !label) return 0
  const now = app.clock()
  const name = `gmail:label:${label}`
  const place = (await readNote<Place>(app.em.fork(), name))?.value
  const from = place?.from ?? new Date(now.getTime() - FIRST_DAYS * DAY_MS).toISOString()
  const since = new Date(Math.max(Date.parse(from), now.getTime() - LATE_DAYS * DAY_MS))
  const ids = await gmail.labelled(label, since)
  const seen = new Set(place?.seen)
  const fresh = ids.filter((id) => !seen.has(id))
  await Promise.all(fresh.map((id) => app.inlet(LABELLED, id, id)))
  if (!place || fresh.length > 0) await writeNote(app.em.fork(), name, { from, seen: ids }, now)
  return fresh.length
}
