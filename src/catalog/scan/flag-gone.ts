import { step } from '#entities/actor.ts'
import { Product } from '#entities/catalog/product.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import type { PostPage } from '#src/integrations/meta/instagram.ts'
import { move } from '#src/moves/move.ts'
import { waitAgain } from '../drafts/open-again.ts'
import { draftKind, productKind } from '../kinds.ts'
import { NOT_NAMED } from '../parts/part.ts'
import { POLL } from '../steps.ts'
import { endConflicts } from './end-conflicts.ts'
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
  // What is hidden is out of the shop already.
  const isShown = { sourceExternalId: { $in: media }, goneAt: null, state: { $ne: 'hidden' as const } }
  const products = await tx.em.find(Product, isShown, { refresh: true })
  await move(tx, productKind, products, 'gone', step(POLL), {
    set: ({ synced }) => ({ goneAt: tx.at, synced: synced && { ...synced, isUnnamed: false } }),
  })
  const isTorn = { sourceExternalId: { $in: media }, conflict: { $ne: null }, state: 'hidden' as const }
  await endConflicts(tx, await tx.em.find(Product, isTorn, { refresh: true }), () => ({}))
  const drafts = await tx.em.find(ProductDraft, { igMediaId: { $in: media }, state: 'pending' }, { refresh: true })
  await move(tx, draftKind, drafts, 'expire', step(POLL), {
    set: () => ({ rejectionReason: GONE }),
    note: 'The post was deleted.',
  })
  await redraw(tx, scansOf(drafts))
}

/**
 * Posts that are shown again, such as one that was archived for a while: nobody needs to decide of its products, and
 * its parts that ran out wait again; where a person asks those of all posts do. The post's own draft does when it is
 * read again.
 */
export async function noteBack(tx: Tx, posts: { id: string }[], isAsked: boolean): Promise<void> {
  const media = posts.map(({ id }) => id)
  const rows = await sql<{ media: string }>(
    tx.em,
    'select ig_media_id as media from instagram_posts where ig_media_id = any($1::text[]) and gone_at is not null',
    [media],
  )
  const back = rows.map((row) => row.media)
  const isBack = { sourceExternalId: { $in: back }, goneAt: { $ne: null } }
  const products = await tx.em.find(Product, isBack, { refresh: true })
  const shown = products.filter(({ synced }) => !synced?.isUnnamed)
  await move(tx, productKind, shown, 'back', step(POLL), { set: () => ({ goneAt: null }) })
  const isOver = { igMediaId: { $in: isAsked ? media : back }, part: { $gt: 0 }, state: 'expired' } as const
  const parts = await tx.em.find(ProductDraft, isOver, { refresh: true })
  const drafts = parts.filter(({ rejectionReason }) => rejectionReason !== NOT_NAMED)
  await move(tx, draftKind, drafts, 'reopen', step(POLL), { set: () => waitAgain(tx.at) })
  await redraw(tx, scansOf(drafts))
}
