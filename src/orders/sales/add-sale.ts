import type { Actor } from '#entities/actor.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { Sale } from '#entities/orders/sale.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { readShortcode } from '#src/integrations/meta/instagram.ts'
import { saleKind } from '../kinds.ts'
import { RESOLVE } from '../steps.ts'

/** A post becomes a sale. Its caption is read at once and comes back on a card to be confirmed. */
export async function addSale(
  app: Needs<'em' | 'clock' | 'ring'>,
  { url, storeId }: { url: string; by: Actor; storeId?: string | null },
): Promise<Sale> {
  const shortcode = readShortcode(url)
  return inTransaction(app, async (tx) => {
    const known = await tx.em.findOne(Sale, { igMediaShortCode: shortcode })
    if (known) throw new Refusal(`That post is ${writeRef(saleKind, known)} already: ${known.state}.`)
    const [account] = await tx.em.find(InstagramAccount, storeId ? { storeId } : { id: { $ne: null } }, { limit: 1 })
    if (!account) throw new Refusal('Instagram is not connected yet, so I cannot read the post.')
    const id = uuid()
    await sql(
      tx.em,
      `insert into sales (id, state, store_id, ig_account_id, ig_media_short_code, colours, created_at)
       values ($1, 'looking', $2, $3, $4, '{}', $5)`,
      [id, account.storeId, account.id, shortcode, tx.at],
    )
    tx.ring(RESOLVE)
    return tx.em.findOneOrFail(Sale, id)
  })
}
