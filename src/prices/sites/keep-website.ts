import { Website } from '#entities/prices/website.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { siteOf } from '../canonical-url.ts'

/** The shop of an address: one row for one host. `selector`: where its price stands, unless somebody has said. */
export async function keepWebsite(tx: Tx, url: URL, selector: string | null = null): Promise<Website> {
  const { domain, name, refusal } = siteOf(url)
  await sql(
    tx.em,
    `insert into websites (id, domain, name, refusal, selector, created_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (domain) do nothing`,
    [uuid(), domain, name, refusal, selector, tx.at],
  )
  return tx.em.findOneOrFail(Website, { domain })
}
