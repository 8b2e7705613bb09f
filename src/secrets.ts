import type { Needs } from '#src/app.ts'
import type { GoogleOwner } from '#src/config.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { Spot } from '#src/keys.ts'

/** By whose account of Google it is. */
export const GOOGLE_TOKENS: Record<GoogleOwner, string> = {
  shop: 'google:refresh-token',
  studio: 'google:studio-refresh-token',
}

/** Keeps a secret, encrypted; an earlier one of this name is gone. */
export async function keepSecret(tx: Tx, { keys }: Needs<'keys'>, name: string, secret: string): Promise<void> {
  await sql(
    tx.em,
    `insert into secrets (name, value, at) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, at = excluded.at`,
    [name, keys.seal(secret, spotOf(name)), tx.at],
  )
}

/** The secret of this name, or null. */
export async function readSecret({ em, keys }: Needs<'em' | 'keys'>, name: string): Promise<string | null> {
  const [row] = await sql<{ value: string }>(em.fork(), 'select value from secrets where name = $1', [name])
  return row ? keys.open(row.value, spotOf(name)) : null
}

/** The token somebody connected an account of Google with, or null. */
export function readGoogleToken(app: Needs<'em' | 'keys'>, whose: GoogleOwner): Promise<string | null> {
  return readSecret(app, GOOGLE_TOKENS[whose])
}

/** Every column that holds envelopes, with the column that names its row. */
const SEALED = [
  { table: 'secrets', id: 'name', column: 'value' },
  { table: 'instagram_accounts', id: 'id', column: 'access_token' },
  { table: 'api_calls', id: 'id', column: 'answer' },
]

/** A column of envelopes, of rows with an id. */
type Sealed = { table: string; column: string }

/** Encrypts everything stored anew with the first key, what pipelines keep too; how many that were not yet. */
export async function rotateSecrets(tx: Tx, { keys }: Needs<'keys'>, kept: readonly Sealed[]): Promise<number> {
  let count = 0
  for (const { table, id, column } of [...SEALED, ...kept.map((one) => ({ ...one, id: 'id' }))]) {
    const rows = await sql<{ id: string; value: string }>(
      tx.em,
      `select ${id}::text as id, ${column} as value from ${table} where ${column} like 'v1:%' for update`,
    )
    for (const row of rows.filter(({ value }) => !keys.isCurrent(value))) {
      const spot: Spot = { table, id: row.id }
      const value = keys.seal(keys.open(row.value, spot), spot)
      await sql(tx.em, `update ${table} set ${column} = $2 where ${id}::text = $1`, [row.id, value])
      count += 1
    }
  }
  return count
}

function spotOf(name: string): Spot {
  return { table: 'secrets', id: name }
}
