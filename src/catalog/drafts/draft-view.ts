import type { EntityManager } from '@mikro-orm/postgresql'
import { ProductDraft } from '#entities/catalog/product-draft.ts'
import { type LastMove, loadLastMoves } from '#src/cards/last-moves.ts'
import { sql } from '#src/database/sql.ts'
import { minorUnits } from '#src/money.ts'
import { orderCategories } from '../extract/categories.ts'
import { storesOf } from '../stores/sellers.ts'

export type DraftView = ProductDraft & {
  /** The nine categories, in the order of its shop. */
  offered: string[]
  lastMove: LastMove | null
  /** Its shop's. */
  zone: string
  /** The three usual prices of its category in this shop, minor units, cheapest first. */
  usual: bigint[]
  similar: { id: string; name: string; price: bigint; currency: string } | null
}

const MOST_CHIPS = 3

export async function loadDrafts(em: EntityManager, ids: string[]): Promise<DraftView[]> {
  if (ids.length === 0) return []
  const drafts = await em.find(ProductDraft, { id: { $in: ids } })
  const lastMoves = await loadLastMoves(em, 'draft', ids)
  const stores = await storesOf(em, drafts)
  const usual = await usualPrices(em, drafts)
  const similar = await similarProducts(em, drafts)
  return drafts.map((draft) =>
    Object.assign(draft, {
      offered: orderCategories(stores.get(draft.storeId)?.categories ?? []),
      lastMove: lastMoves.get(draft.id) ?? null,
      zone: stores.get(draft.storeId)?.zone ?? '',
      usual: usual.get(keyOf(draft)) ?? [],
      similar: draft.similarTo ? (similar.get(draft.similarTo) ?? null) : null,
    }),
  )
}

function keyOf({ storeId, extractedData }: ProductDraft): string {
  return `${storeId} ${extractedData.category ?? ''} ${extractedData.currency}`
}

/** Of drafts without a price: what the shop's products of that category, else all of them, usually cost. */
async function usualPrices(em: EntityManager, drafts: ProductDraft[]): Promise<Map<string, bigint[]>> {
  const prices = new Map<string, bigint[]>()
  const bare = drafts.filter(({ extractedData, sellerEdits }) => extractedData.price === null && !sellerEdits?.price)
  for (const [key, [draft]] of Map.groupBy(bare, keyOf)) {
    if (!draft) continue
    const rows = await sql<{ price: string }>(em, USUAL, [
      ...[
        draft.storeId,
        draft.extractedData.currency,
        draft.extractedData.category ?? '',
        10 ** minorUnits(draft.extractedData.currency),
      ],
    ])
    prices.set(
      key,
      rows.map(({ price }) => BigInt(price)).sort((a, b) => (a < b ? -1 : 1)),
    )
  }
  return prices
}

const USUAL = `
  select price::text as price from (
    select price, count(*) as many, bool_or(categories ? $3) as is_category from (
      select price, categories from products where store_id = $1 and currency = $2
      union all
      select round((extracted_data ->> 'price')::numeric * $4)::bigint, jsonb_build_array(extracted_data ->> 'category')
      from product_drafts where store_id = $1 and extracted_data ->> 'currency' = $2
        and extracted_data ->> 'price' is not null and state = 'pending'
    ) known group by price
  ) counted order by is_category desc, many desc, price limit ${MOST_CHIPS}`

async function similarProducts(em: EntityManager, drafts: ProductDraft[]) {
  const ids = drafts.flatMap(({ similarTo }) => similarTo ?? [])
  const rows = await sql<{ id: string; name: string; price: string; currency: string }>(
    em,
    'select id, name, price::text as price, currency from products where id = any($1::uuid[])',
    [ids],
  )
  return new Map(rows.map((row) => [row.id, { ...row, price: BigInt(row.price) }]))
}
