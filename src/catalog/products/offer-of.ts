import type { EntityManager } from '@mikro-orm/postgresql'
import type { Choice } from '#entities/catalog/product-draft.ts'
import type { PostOffer } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { sql } from '#src/database/sql.ts'
import { productKind } from '../kinds.ts'

type Row = { number: number; name: string; price: string; currency: string; variants: Choice[] }

/** The product of a post, as the shop sells it: what was read of the post, set right and approved by a person. */
export async function offerOf(em: EntityManager, igMediaId: string): Promise<PostOffer | null> {
  const [row] = await sql<Row>(
    em,
    `select p.number, p.name, p.price::text as price, p.currency, case when p.source_external_id = $1 then p.variants
       else coalesce(d.seller_edits -> 'variants', d.extracted_data -> 'variants') end as variants
     from products p left join product_drafts d on d.product_id = p.id and d.ig_media_id = $1 and d.part = 0
     where ((p.source_external_id = $1 and p.source_part = 0) or d.id is not null) and p.state <> 'hidden'
     order by p.number desc limit 1`,
    [igMediaId],
  )
  if (!row) return null
  const colours = row.variants.filter(({ option }) => option === 'colour').map(({ value }) => value)
  const { name, price, currency } = row
  return { ref: writeRef(productKind, row), name, price: BigInt(price), currency, colours }
}
