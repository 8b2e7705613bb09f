import type { Platform } from '#entities/people/identity.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { createCode, hashCode } from './codes.ts'
import { addPerson } from './people.ts'

const VALID_MS = 7 * 24 * 3_600_000

/** A fresh code for the first admin, `K3F9-XW2M`, or null when there is an admin. An earlier code dies. */
export async function createClaim(app: Needs<'em' | 'clock' | 'ring'>): Promise<string | null> {
  return inTransaction(app, async (tx) => {
    if (await hasAdmin(tx)) return null
    const code = createCode()
    await sql(tx.em, `delete from links where purpose = 'claim'`)
    await sql(
      tx.em,
      `insert into links (id, token_hash, purpose, created_at, expires_at) values ($1, $2, 'claim', $3, $4)`,
      [uuid(), hashCode('claim', code), tx.at, new Date(tx.at.getTime() + VALID_MS)],
    )
    return code
  })
}

/** Makes whoever holds the code the first admin. The code works once, and only while there is no admin. */
export async function redeemClaim(
  tx: Tx,
  { settings }: Needs<'settings'>,
  visitor: Visitor & { via: Platform },
  code: string,
): Promise<boolean> {
  const used = await sql(
    tx.em,
    `update links set used_at = $2 where token_hash = $1 and purpose = 'claim' and used_at is null
      and expires_at > $2 returning 1`,
    [hashCode('claim', code), tx.at],
  )
  if (used.length === 0 || (await hasAdmin(tx))) return false
  const { name, zone = settings.STORE_TIMEZONE } = visitor
  await addPerson(tx, { state: 'member', name, role: 'admin', zone, identities: [visitor] })
  return true
}

async function hasAdmin(tx: Tx): Promise<boolean> {
  return (await sql(tx.em, `select 1 from people where state = 'member' and role = 'admin' limit 1`)).length > 0
}
