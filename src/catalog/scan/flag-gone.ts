import { step } from '#entities/actor.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { PostPage } from '#src/integrations/meta/instagram.ts'
import { move } from '#src/moves/move.ts'
import { draftKind, productKind } from '../kinds.ts'
import { POLL } from '../steps.ts'
import { redraw, scansOf } from './redraw.ts'

const GONE = 'Its post was deleted on Instagram.'

type Shown = Pick<PostPage, 'items' | 'next' | 'broken'>

/**
 * Posts we know that a page should show and does not: deleted. Their products are flagged, their drafts over.
 * `from`: where the page before it ended; null: it is the first one.
 */
export async function flagGone(
  tx: Tx,
  account: { id: string },
  { items, next, broken }: Shown,
  from: string | null = null,
): Promise<void> {
  const oldest = items.at(-1)?.timestamp
  if (broken.length > 0 || (!oldest && next)) return
  const gone = await sql<{ media: string }>(
    tx.em,
    `update instagram_posts set gone_at = $2 where account_id = $1 and gone_at is null
       and not (ig_media_id = any($3::text[])) and ($4::timestamptz is null or posted_at > $4)
       and ($5::timestamptz is null or posted_at < $5)
     returning ig_media_id as media`,
    // The last page reaches back to the first post there is.
    [account.id, tx.at, items.map(({ id }) => id), next && oldest ? oldest : null, from],
  )
  const media = gone.map((row) => row.media)
  if (media.length === 0) return
  const products = await tx.em.find(Product, { sourceExternalId: { $in: media }, goneAt: null }, { refresh: true })
  await move(tx, productKind, products, 'gone', step(POLL), { set: () => ({ goneAt: tx.at }) })
  const drafts = await tx.em.find(ProductDraft, { igMediaId: { $in: media }, state: 'pending' }, { refresh: true })
  await move(tx, draftKind, drafts, 'expire', step(POLL), {
    set: () => ({ rejectionReason: GONE }),
    note: 'The post was deleted.',
  })
  await redraw(tx, scansOf(drafts))
}

/** Posts that were gone and are shown again, such as one that was archived for a while: nobody needs to decide. */
export async function noteBack(tx: Tx, posts: { id: string }[]): Promise<void> {
  const media = posts.map(({ id }) => id)
  const isBack = { sourceExternalId: { $in: media }, goneAt: { $ne: null } }
  const products = await tx.em.find(Product, isBack, { refresh: true })
  await move(tx, productKind, products, 'back', step(POLL), { set: () => ({ goneAt: null }) })
}
