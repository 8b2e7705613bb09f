import type { Actor } from '#entities/actor.ts'
import { Product } from '#entities/catalog/product.ts'
import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import { uuid } from '#entities/uuid.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { fromDecimal } from '#src/money.ts'
import { move } from '#src/moves/move.ts'
import { choicesOf } from '../choices/choices.ts'
import { draftKind } from '../kinds.ts'
import { takeSlug, writeSlug } from '../products/slug.ts'
import { redraw, scansOf } from '../scan/redraw.ts'
import { storeOf } from '../stores/sellers.ts'

/** A draft as it would be sold: what was read, and over it what a person changed. */
export function draftNow({ extractedData, sellerEdits }: Pick<ProductDraft, 'extractedData' | 'sellerEdits'>) {
  return { ...extractedData, ...sellerEdits }
}

/** Why a draft cannot be approved as it stands; null when it can. */
export function whyNotApproved(draft: ProductDraft): string | null {
  const { price, currency } = draftNow(draft)
  if (price === null) return 'It needs a price first.'
  return fromDecimal(price, currency) > 0n ? null : 'A price of nothing cannot be right.'
}

/**
 * Makes products of drafts of one store, all or none; the drafts themselves are moved by whoever calls. Slugs are
 * given out one after the other in a store, so that two approvals never want the same.
 */
export async function makeProducts(tx: Tx, drafts: ProductDraft[]): Promise<Map<string, Product>> {
  const [first] = drafts
  if (!first) return new Map()
  for (const draft of drafts) {
    const problem = whyNotApproved(draft)
    if (problem) throw new Refusal(problem)
  }
  const store = await storeOf(tx.em, first.storeId)
  await sql(tx.em, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`slugs ${store.id}`])
  const taken = await takenSlugs(tx, store.id, drafts)
  const rows = drafts.map((draft) => ({
    ...columnsOf(tx, draft, takeSlug(draftNow(draft).name, taken)),
    state: store.publishesAtOnce ? ('active' as const) : ('draft' as const),
  }))
  const ids = rows.map(({ id }) => id)
  await tx.em.insertMany(Product, rows as unknown as Product[])
  await sql(tx.em, LIKED, [ids])
  const products = await tx.em.find(Product, { id: { $in: ids } })
  return new Map(drafts.map((draft, at) => [draft.id, products.find(({ id }) => id === rows[at]?.id) as Product]))
}

/** How many liked its post, as we last saw it. */
const LIKED = `
  update products p set total_likes = i.likes from instagram_posts i
  where i.ig_media_id = p.source_external_id and p.id = any($1::uuid[])`

async function takenSlugs(tx: Tx, storeId: string, drafts: ProductDraft[]): Promise<Set<string>> {
  const bases = [...new Set(drafts.map((draft) => writeSlug(draftNow(draft).name)))]
  const rows = await sql<{ slug: string }>(
    tx.em,
    `select slug from products where store_id = $1 and regexp_replace(slug, '-\\d+$', '') = any($2::text[])
     union select slug from products where store_id = $1 and slug = any($2::text[])`,
    [storeId, bases],
  )
  return new Set(rows.map(({ slug }) => slug))
}

function columnsOf(tx: Tx, draft: ProductDraft, slug: string) {
  const { name, description, price, currency, category, tags, variants } = draftNow(draft)
  const minor = fromDecimal(price ?? '0', currency)
  const read = draft.extractedData
  const { condition } = draft.reading
  const synced = {
    name: read.name,
    description: read.description,
    price: read.price === null ? null : fromDecimal(read.price, currency).toString(),
    caption: draft.igCaption ?? '',
    tags: read.tags,
    variants: read.variants,
    ...(condition && { condition }),
    isSoldOut: draft.reading.isSoldOut,
  }
  return {
    ...{ id: uuid(), storeId: draft.storeId, name, slug, description, price: minor, currency, synced, tags },
    compareAtPrice: draft.reading.was === null ? null : fromDecimal(draft.reading.was, currency),
    categories: category ? [category] : [],
    images: draft.imageUrls,
    pictures: draft.pictures,
    videos: draft.videoUrls,
    sourceType: draft.igMediaId.startsWith('manual:') ? ('manual' as const) : ('instagram' as const),
    sourceExternalId: draft.igMediaId,
    sourcePart: draft.part,
    sourceExternalUrl: draft.igPermalink || null,
    sourceCaption: draft.igCaption,
    sourceImportedAt: tx.at,
    ...choicesOf(variants),
    condition: draft.sellerEdits?.condition ?? condition ?? null,
    inventoryQuantity: draft.reading.isSoldOut ? 0 : 1,
    audience: draft.audience,
    ...{ sku: null, costPerItem: null, collectionId: null, aiGeneratedModelUrl: null, conflict: null, goneAt: null },
    ...{ unchecked: false, rivalUrl: null, rivalPrice: null, rivalAt: null, rivalLostAt: null },
    isUndercut: false,
    ...{ availableFrom: null, availableUntil: null, metaTitle: name, metaDescription: null },
    ...{ createdAt: tx.at, updatedAt: tx.at },
  }
}

/** Approves drafts of one store together: products made, drafts moved, in the transaction of whoever decides. */
export async function approveDrafts(tx: Tx, drafts: ProductDraft[], by: Actor): Promise<Product[]> {
  const products = await makeProducts(tx, drafts)
  await move(tx, draftKind, drafts, 'approve', by, {
    set: ({ id }) => ({ approvedAt: tx.at, productId: products.get(id)?.id ?? null }),
  })
  await countImported(tx, drafts)
  await redraw(tx, scansOf(drafts))
  return [...products.values()]
}

/** What the store and the scans know of how many of their finds are sold. */
export async function countImported(tx: Tx, drafts: ProductDraft[]): Promise<void> {
  const bySync = Map.groupBy(drafts, ({ syncId }) => syncId)
  for (const [syncId, own] of bySync) {
    if (!syncId) continue
    await sql(tx.em, 'update instagram_sync_history set products_imported = products_imported + $2 where id = $1', [
      ...[syncId, own.length],
    ])
  }
}
