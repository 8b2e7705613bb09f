import { step } from '#entities/actor.ts'
import type { App } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { productKind } from '../kinds.ts'
import { lockProduct } from '../products/lock-product.ts'
import { LOOK_AT_RIVALS } from '../steps.ts'

const EVERY_MS = 60 * 60_000

type Watched = { id: string; url: string }

/** Once an hour what each rival asks: one that became cheaper than the shop is told, once for each price. */
export async function lookAtRivals(app: App): Promise<number> {
  const due = new Date(app.clock().getTime() - EVERY_MS)
  for (let done = 0; ; done++) {
    const [next] = await sql<Watched>(app.em.fork(), TAKE, [app.clock(), due])
    if (!next) return done
    const theirs = await ask(app, next.url)
    if (theirs) await inTransaction(app, (tx) => compare(tx, next.id, theirs))
  }
}

/** Taken before it is asked: a page that fails waits an hour like any other, and holds up none. */
const TAKE = `
  update products set rival_at = $1 where id = (
    select id from products where rival_url is not null and state = 'active' and (rival_at is null or rival_at <= $2)
    order by rival_at nulls first limit 1 for update skip locked)
  returning id, rival_url as url`

type Theirs = { price: bigint; currency: string }

async function ask(app: App, url: string): Promise<Theirs | null> {
  try {
    const { price, currency } = await app.priceOf(url)
    return price !== null && currency !== null ? { price, currency } : null
  } catch (error) {
    if (!(error instanceof OutsideError) && !(error instanceof Refusal)) throw error
    app.log.info({ operation: LOOK_AT_RIVALS, url, error }, 'the price of a rival could not be had')
    return null
  }
}

async function compare(tx: Tx, id: string, theirs: Theirs): Promise<void> {
  const row = await lockProduct(tx, id)
  if (row.rivalUrl === null || theirs.currency !== row.currency || theirs.price === row.rivalPrice) return
  const isUndercut = theirs.price < row.price
  const verb = isUndercut ? 'undercut' : 'compare'
  const set = { rivalPrice: theirs.price, isUndercut }
  await move(tx, productKind, [row], verb, step(LOOK_AT_RIVALS), { set: () => set, ring: isUndercut })
}
