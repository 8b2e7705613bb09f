import type { EntityManager } from '@mikro-orm/postgresql'
import { step } from '#entities/actor.ts'
import { Sale } from '#entities/orders/sale.ts'
import { closeAlert } from '#src/alerts/alerts.ts'
import type { Needs, PostOffer } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { OutsideError } from '#src/errors.ts'
import type { Named } from '#src/instagram/account.ts'
import { callInstagram, type InstagramApp } from '#src/instagram/call-instagram.ts'
import { readLegacyId, readPost } from '#src/instagram/read-post.ts'
import { workThrough } from '#src/instagram/work-through.ts'
import type { Media } from '#src/integrations/meta/instagram.ts'
import { type Lease, release } from '#src/limits/lease.ts'
import { readMoney } from '#src/money.ts'
import { move } from '#src/moves/move.ts'
import { saleKind } from '../kinds.ts'
import { RESOLVE } from '../steps.ts'
import { readSale } from './read-sale.ts'

/** As long as all pages may take. */
const LEASE_MS = 15 * 60_000
/** 2,000 posts: an older one is looked for by its number. */
const MOST_PAGES = 40
const actor = step(RESOLVE)

/** Finds the posts of new sales at Instagram, and reads from their captions what is on offer. */
export async function resolveSales(app: InstagramApp & Needs<'offerOf'>): Promise<number> {
  return workThrough<Sale>(app, {
    step: RESOLVE,
    claim: { table: 'sales', due: `state = 'looking'`, order: 'number', leaseMs: LEASE_MS },
    load: (em, id) => em.findOneOrFail(Sale, id),
    trouble,
    async work(account, sale, lease) {
      const post = await findPost(app, account, sale.igMediaShortCode)
      const found = post && { post, offer: await app.offerOf(post.id) }
      await inTransaction(app, (tx) => settle(tx, account, sale, lease, found))
    },
  })
}

const trouble = ({ number }: Sale) => ({
  key: `sale:${number}`,
  title: `Instagram does not let us look for the post of S-${number}.`,
})

async function findPost(app: InstagramApp, account: Named, shortcode: string): Promise<Media | null> {
  let cursor: string | undefined
  for (let count = 0; count < MOST_PAGES; count++) {
    const page = await callInstagram(app, account, 'scans', (instagram) => instagram.media(account, cursor))
    const found = page.items.find((post) => post.shortcode === shortcode)
    if (found) return found
    if (page.next === null) break
    cursor = page.next
  }
  return findByNumber(app, account, shortcode)
}

/** Posts that the list leaves out: very old ones, and those of a private link, whose code goes on behind the post's. */
async function findByNumber(app: InstagramApp, account: Named, shortcode: string): Promise<Media | null> {
  try {
    const { post } = await callInstagram(app, account, 'scans', () => readPost(app, account, readLegacyId(shortcode)))
    return post.shortcode === shortcode.slice(0, 11) ? post : null
  } catch (error) {
    if (error instanceof OutsideError && error.code === '100') return null
    throw error
  }
}

type Found = { post: Media; offer: PostOffer | null }

async function settle(tx: Tx, account: Named, sale: Sale, lease: Lease, found: Found | null): Promise<void> {
  if (!(await release(tx.em, lease))) return
  await closeAlert(tx, trouble(sale).key)
  const twin = found && (await findTwin(tx.em, sale, found.post))
  if (found && !twin) {
    const { offer } = found
    const note = offer ? { note: `The price is that of ${offer.ref} ${offer.name} in the shop.` } : {}
    await move(tx, saleKind, [sale], 'find', actor, { set: () => readOffer(found), ...note })
    return
  }
  const note = twin ? `The post is sale S-${twin} already.` : `@${account.username} has no post with this code.`
  await move(tx, saleKind, [sale], 'lose', actor, { note })
}

/** The sale that has this post under another code. */
async function findTwin(em: EntityManager, { id }: Sale, post: Media): Promise<number | null> {
  const [twin] = await sql<{ number: number }>(em, 'select number from sales where ig_media_id = $1 and id <> $2', [
    post.id,
    id,
  ])
  return twin?.number ?? null
}

/** What the shop sells with the post counts: a person approved it. The caption says the rest. */
function readOffer({ post: { id, permalink, caption }, offer }: Found): Partial<Sale> {
  const { colours, price, maxPerPerson, maxPerColour, unit } = readSale(caption)
  return {
    igMediaId: id,
    permalink,
    caption,
    colours: colours.length > 0 || !offer ? colours : coloursOf(offer),
    price: offer?.price ?? (price && readMoney(price.amount, price.currency)),
    currency: offer?.currency ?? price?.currency ?? null,
    maxPerPerson,
    maxPerColour,
    unit,
  }
}

/** A thing that comes in no colours is chosen by its name. */
function coloursOf({ colours, name }: PostOffer): string[] {
  return colours.length > 0 ? colours.map((colour) => colour.toLowerCase()) : [name.toLowerCase()]
}
