import type { Actor } from '#entities/actor.ts'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { accountOf, type Connected } from '#src/instagram/account.ts'
import { callInstagram, type InstagramApp } from '#src/instagram/call-instagram.ts'
import { readLegacyId } from '#src/instagram/read-post.ts'
import type { Post } from '#src/integrations/meta/instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import { move } from '#src/moves/move.ts'
import { openAgain } from '../drafts/open-again.ts'
import { holdPosts } from '../extract/hold-posts.ts'
import { draftKind } from '../kinds.ts'
import { bringBack, NOT_NAMED } from '../parts/part.ts'
import { askPage } from '../scan/ask-page.ts'
import { recordLook } from '../scan/record-look.ts'
import { savePosts } from '../scan/save-posts.ts'
import { EXTRACT } from '../steps.ts'
import type { Added } from './write-by-hand.ts'

/** 250 posts; an older one is asked for by its number. */
const MOST_PAGES = 10

/** One post of the shop, because a person says so: its draft again, also a rejected one; one we never saw is read. */
export async function addPost(app: InstagramApp, storeId: string, shortcode: string, by: Actor): Promise<Added> {
  const known = await inTransaction(app, (tx) => reopen(tx, storeId, shortcode, by))
  if (known) return { draft: known, isNew: false }
  const account = await accountOfStore(app, storeId)
  const post = account && (await findPost(app, account, shortcode).catch(refuse))
  if (!post) throw new Refusal('That is no post of your account. Type the product in words, or send its photo.')
  await inTransaction(app, (tx) => read(tx, account, post))
  return { draft: null, isNew: true }
}

async function reopen(tx: Tx, storeId: string, shortcode: string, by: Actor): Promise<ProductDraft | null> {
  const posts = await sql<{ media: string }>(
    tx.em,
    'select ig_media_id as media from instagram_posts where shortcode = $1',
    [shortcode],
  )
  await holdPosts(
    tx,
    posts.map(({ media }) => media),
  )
  const rows = await sql<{ id: string }>(
    tx.em,
    `select d.id from product_drafts d join instagram_posts p on p.ig_media_id = d.ig_media_id
     where p.shortcode = $1 and d.store_id = $2 order by d.part for update of d`,
    [shortcode, storeId],
  )
  const ids = rows.map(({ id }) => id)
  const drafts = await tx.em.find(ProductDraft, { id: { $in: ids } }, { refresh: true, orderBy: { part: 'asc' } })
  const over = drafts.filter(
    ({ state, rejectionReason: why }) => state === 'rejected' || (state === 'expired' && why !== NOT_NAMED),
  )
  await move(tx, draftKind, over, 'reopen', by, { set: () => openAgain(tx.at), ring: true })
  const [whole, ...parts] = drafts
  if (whole?.state === 'parted') await bringBack(tx, whole, parts)
  return whole ? tx.em.findOneOrFail(ProductDraft, { id: whole.id }, { refresh: true }) : null
}

async function accountOfStore(app: InstagramApp, storeId: string): Promise<Connected | null> {
  const [row] = await sql<{ id: string }>(
    app.em.fork(),
    `select id from instagram_accounts where store_id = $1 and state = 'active' order by connected_at desc limit 1`,
    [storeId],
  )
  return row && app.instagram ? accountOf(app, row.id) : null
}

async function findPost(app: InstagramApp, account: Connected, shortcode: string): Promise<Post | null> {
  let cursor: string | undefined
  for (let count = 0; count < MOST_PAGES; count++) {
    const { items, next } = await askPage(app, account, cursor)
    const found = items.find((post) => post.shortcode === shortcode)
    if (found) return found
    if (next === null) return null
    cursor = next
  }
  const { post } = await callInstagram(app, account, 'scans', (instagram) =>
    instagram.post(account, readLegacyId(shortcode)),
  )
  return post.shortcode === shortcode.slice(0, 11) ? post : null
}

const NOTHING_THERE = '100'

function refuse(error: unknown): null {
  if (error instanceof OutsideError && error.code === NOTHING_THERE) return null
  if (!(error instanceof OutsideError) && !(error instanceof BudgetSpent)) throw error
  const words = 'Instagram does not show me that post now. Type the product in words, or send its photo.'
  throw new Refusal(words, null, { cause: error })
}

async function read(tx: Tx, account: Connected, post: Post): Promise<void> {
  const saved = await savePosts(tx, account, null, [post], true)
  if (!saved.some(({ waits }) => waits)) {
    throw new Refusal('I have read that post as no product. Type it in words, or send its photo.')
  }
  await recordLook(tx, { account, type: 'manual_refresh', source: 'user_initiated' }, saved)
  tx.ring(EXTRACT)
}
