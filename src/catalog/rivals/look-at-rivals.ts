import { step } from '#entities/actor.ts'
import { Product } from '#entities/catalog/product.ts'
import type { App, PagePrice } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { redrawCards } from '#src/moves/raise-cards.ts'
import { productKind } from '../kinds.ts'
import { LOOK_AT_RIVALS } from '../steps.ts'

const EVERY_MS = 60 * 60_000
const BATCH = 100
const SITES_AT_ONCE = 5

type Watched = { id: string; url: string }
type Theirs = Pick<PagePrice, 'price' | 'currency' | 'lostSince'>

/** Once an hour what each rival asks: one that became cheaper than the shop is told, once for each price. */
export async function lookAtRivals(app: App): Promise<number> {
  const due = new Date(app.clock().getTime() - EVERY_MS)
  for (let done = 0; ; ) {
    const watched = await sql<Watched>(app.em.fork(), TAKE, [app.clock(), due, BATCH])
    if (watched.length === 0) return done
    const asked = await askAll(
      app,
      watched.map(({ url }) => url),
    )
    await inTransaction(app, (tx) => compareAll(tx, watched, asked))
    done += watched.length
  }
}

/** Taken before they are asked: a page that fails waits an hour like any other, and holds up none. */
const TAKE = `
  update products set rival_at = $1 where id in (
    select id from products where rival_url is not null and state = 'active' and (rival_at is null or rival_at <= $2)
    order by rival_at nulls first limit $3 for update skip locked)
  returning id, rival_url as url`

/** Several sites at once, the pages of one site one after the other, and each page once. */
async function askAll(app: App, urls: string[]): Promise<Map<string, Theirs>> {
  const sites = [...Map.groupBy(new Set(urls), (url) => new URL(url).host).values()]
  const asked = new Map<string, Theirs>()
  const work = async () => {
    for (let pages = sites.shift(); pages; pages = sites.shift()) {
      for (const url of pages) {
        asked.set(url, await ask(app, url))
      }
    }
  }
  await Promise.all(Array.from({ length: SITES_AT_ONCE }, work))
  return asked
}

async function ask(app: App, url: string): Promise<Theirs> {
  try {
    return await app.priceOf(url)
  } catch (error) {
    if (!(error instanceof OutsideError) && !(error instanceof Refusal)) throw error
    app.log.info({ operation: LOOK_AT_RIVALS, url, error }, 'the price of a rival could not be had')
    return { price: null, currency: null, lostSince: app.clock() }
  }
}

async function compareAll(tx: Tx, watched: Watched[], asked: Map<string, Theirs>): Promise<void> {
  const ids = watched.map(({ id }) => id)
  await sql(tx.em, 'select 1 from products where id = any($1::uuid[]) order by id for update', [ids])
  const held = await tx.em.find(Product, { id: { $in: ids } }, { refresh: true })
  const theirsOf = ({ rivalUrl }: Product) => asked.get(rivalUrl ?? '')
  // Whose rival is another since, by a person, was not asked.
  const rows = held.filter(theirsOf)
  await keepLost(tx, rows, (row) => theirsOf(row)?.lostSince ?? null)
  const changed = rows.filter((row) => {
    const theirs = theirsOf(row)
    if (!theirs || theirs.price === null || theirs.lostSince) return false
    return theirs.currency === row.currency && theirs.price !== row.rivalPrice
  })
  const isUndercut = (row: Product) => (theirsOf(row)?.price ?? row.price) < row.price
  const set = (row: Product) => ({ rivalPrice: theirsOf(row)?.price ?? null, isUndercut: isUndercut(row) })
  const cheaper = changed.filter(isUndercut)
  const dearer = changed.filter((row) => !isUndercut(row))
  await move(tx, productKind, cheaper, 'undercut', step(LOOK_AT_RIVALS), { set, ring: true })
  await move(tx, productKind, dearer, 'compare', step(LOOK_AT_RIVALS), { set })
}

/** From the first look at a page that could not be seen until the next that can, its price is one of the past. */
async function keepLost(tx: Tx, rows: Product[], lostSince: (row: Product) => Date | null): Promise<void> {
  const news = rows.filter((row) => (row.rivalLostAt === null) !== (lostSince(row) === null))
  if (news.length === 0) return
  const values = news.map((row) => ({ id: row.id, since: lostSince(row) }))
  await sql(
    tx.em,
    `update products p set rival_lost_at = v.since
     from jsonb_to_recordset($1::jsonb) as v(id uuid, since timestamptz) where p.id = v.id`,
    [JSON.stringify(values)],
  )
  await redrawCards(tx, productKind, news)
}
