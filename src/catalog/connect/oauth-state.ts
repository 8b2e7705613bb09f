import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { mintLink, useLink, writeLink } from '#src/links/links.ts'

/** A person's private way in, and what Meta gives back with the code: each works once, for that person alone. */
export const CONNECT_LINK = 'connect-instagram'
const STATE = 'instagram-state'
const LINK_MINUTES = 30
const STATE_MINUTES = 20
const MINUTE_MS = 60_000

/** Who connects which shop. `personId`: null for a key that acts for nobody. */
export type Connecting = { personId: string | null; storeId: string }

type Minting = Pick<Tx, 'em' | 'at'>

/** The private link that `connect` answers with. */
export async function mintConnectLink(tx: Minting, publicUrl: string, who: Connecting): Promise<string> {
  return writeLink(publicUrl, await mint(tx, CONNECT_LINK, LINK_MINUTES, who))
}

/** The state of one consent: single use, and bound to who asked for it. */
export async function mintState(tx: Minting, who: Connecting): Promise<string> {
  return mint(tx, STATE, STATE_MINUTES, who)
}

async function mint(tx: Minting, purpose: string, minutes: number, who: Connecting): Promise<string> {
  const subjectId = uuid()
  const expiresAt = new Date(tx.at.getTime() + minutes * MINUTE_MS)
  await writeNote(tx.em, nameOf(subjectId), who, tx.at)
  return mintLink(tx, { purpose: purpose as never, subjectId, expiresAt })
}

/** Whose link or state this is; null: it is no such thing, or nobody's any more. */
export async function whoseLink(em: Tx['em'], subjectId: string | null): Promise<Connecting | null> {
  if (!subjectId) return null
  const note = await readNote<Connecting>(em, nameOf(subjectId))
  return note && (await mayConnect(em, note.value)) ? note.value : null
}

/** Who was let go, or moved to another shop, since they asked connects nothing any more. */
export async function mayConnect(em: Tx['em'], { personId, storeId }: Connecting): Promise<boolean> {
  if (!personId) return true
  const rows = await sql(
    em,
    `select 1 from people where id = $1 and state = 'member'
       and (role = 'admin' or (role = 'seller' and store_id = $2))`,
    [personId, storeId],
  )
  return rows.length > 0
}

/** Uses a state; null when it is not ours, is over, or was used before. */
export async function useState(app: Needs<'em' | 'clock' | 'ring'>, state: string): Promise<Connecting | null> {
  return inTransaction(app, async (tx) => {
    const link = await useLink(tx, state, tx.at)
    if (!link || link.purpose !== (STATE as never)) return null
    return whoseLink(tx.em, link.subjectId)
  })
}

function nameOf(id: string): string {
  return `connecting:${id}`
}
