import type { EntityManager } from '@mikro-orm/postgresql'
import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { Offer } from '#src/cards/subject.ts'
import { sql } from '#src/database/sql.ts'
import { minorUnits } from '#src/money.ts'
import { writePrice } from '../money.ts'

const MOST_CHIPS = 3

/**
 * Of drafts without a price, by id: what the shop's products of that category, else all of them, usually cost; minor
 * units, cheapest first.
 */
export async function usualPrices(em: EntityManager, drafts: ProductDraft[]): Promise<Map<string, bigint[]>> {
  const prices = new Map<string, bigint[]>()
  const bare = drafts.filter(({ extractedData, sellerEdits }) => extractedData.price === null && !sellerEdits?.price)
  for (const alike of Map.groupBy(bare, sameUsual).values()) {
    const [draft] = alike
    if (!draft) continue
    const { category, currency } = draft.extractedData
    const params = [draft.storeId, currency, category ?? '', 10 ** minorUnits(currency)]
    const rows = await sql<{ price: string }>(em, USUAL, params)
    const usual = rows.map(({ price }) => BigInt(price)).sort((a, b) => (a < b ? -1 : 1))
    for (const { id } of alike) prices.set(id, usual)
  }
  return prices
}

function sameUsual({ storeId, extractedData }: ProductDraft): string {
  return `${storeId} ${extractedData.category ?? ''} ${extractedData.currency}`
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

/** A button for each usual price; of several products none is the price of all. */
export function priceChips({ usual, extractedData, reading }: ProductDraft & { usual: bigint[] }): Offer[] {
  return (reading.products.length > 0 ? [] : usual).map((price) => ({
    verb: 'price',
    arg: price.toString(),
    label: writePrice(price, extractedData.currency),
  }))
}
