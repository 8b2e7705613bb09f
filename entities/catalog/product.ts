import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'
import type { Choice, Condition } from './product-draft.ts'

/** What may happen to a product wherever it stands: its post changes, a person edits it or settles a conflict. */
const life = [
  ...(['edit', 'follow', 'differ', 'keep', 'take', 'lapse', 'gone', 'back', 'seen', 'right'] as const),
  ...(['compare', 'undercut', 'match'] as const),
] as const

function stay<S extends string>(state: S): Record<(typeof life)[number], S> {
  return Object.fromEntries(life.map((verb) => [verb, state])) as Record<(typeof life)[number], S>
}

export const productFlow = {
  draft: { ...stay('draft'), list: 'active', hide: 'hidden' },
  active: { ...stay('active'), hide: 'hidden', sold: 'sold', restock: 'active' },
  hidden: { ...stay('hidden'), list: 'active', sold: 'sold' },
  sold: { ...stay('sold'), restock: 'active', hide: 'hidden' },
} as const

export type ProductState = StateOf<typeof productFlow>

/** What of a product comes from its post, as it was when both last agreed. Prices in minor units, as text. */
export type Synced = {
  name: string
  description: string
  price: string | null
  caption: string
  tags?: string[]
  variants?: Choice[]
  condition?: Condition
  isSoldOut?: boolean
  /** Its post names it no longer: a part of one that was edited. */
  isUnnamed?: boolean
  /** What the shop took over last of an edit of the post, as it was before; its moves when it had. */
  followed?: Followed
  /** Its moves when what was to be settled was taken back on Instagram. */
  lapsed?: number
}

export type Followed = { moves: number; was: { name?: string; price?: string; isSoldOut?: boolean } }

/** Both sides changed: what the shop says and what Instagram says, by field; `was`: its price before, there. */
export type Conflict = {
  caption: string
  fields: Record<string, [shop: string, instagram: string]>
  was?: string | null
}

const ProductSchema = defineEntity({
  name: 'Product',
  tableName: 'products',
  uniques: [{ name: 'product_slug_store_uq', properties: ['storeId', 'slug'] }],
  indexes: [
    { name: 'product_store_idx', properties: ['storeId'] },
    { name: 'product_source_external_id_idx', properties: ['sourceExternalId'] },
    { name: 'product_status_idx', properties: ['state'] },
    { name: 'product_store_status_idx', properties: ['storeId', 'state', 'number'] },
    { name: 'product_store_number_idx', properties: ['storeId', 'number'] },
    { name: 'product_number_idx', properties: ['number'] },
  ],
  properties: {
    ...recordColumns('products_number'),
    /** The seed's `status`; its `is_active` is `state = 'active'`. */
    state: p.enum(Object.keys(productFlow) as ProductState[]),
    storeId: p.uuid(),
    name: p.text(),
    slug: p.string(),
    description: p.text(),
    sku: p.string().strictNullable(),
    /** Minor units of `currency`, as the two after it. */
    price: p.bigint(),
    compareAtPrice: p.bigint().strictNullable(),
    costPerItem: p.bigint().strictNullable(),
    currency: p.string(),
    trackInventory: p.boolean().default(true),
    inventoryQuantity: p.integer().default(0),
    allowBackorder: p.boolean().default(false),
    lowStockThreshold: p.integer().default(5),
    categories: p.json<string[]>().default('[]'),
    tags: p.json<string[]>().default('[]'),
    collectionId: p.string().strictNullable(),
    /** Instagram's own addresses, which die within days; `pictures` are ours. */
    images: p.json<string[]>().default('[]'),
    pictures: p.json<string[]>().default('[]'),
    videos: p.json<string[]>().default('[]'),
    aiGeneratedModelUrl: p.text().strictNullable(),
    sourceType: p.enum(['instagram', 'whatsapp_catalog', 'manual'] as const).default('manual'),
    sourceExternalId: p.string().strictNullable(),
    /** Which part of that post it is; 0: all of it. */
    sourcePart: p.integer().default(0),
    sourceExternalUrl: p.text().strictNullable(),
    sourceCaption: p.text().strictNullable(),
    sourceImportedAt: p.datetime().strictNullable(),
    hasVariants: p.boolean().default(false),
    /** Its sizes and colours, as a buyer chooses among them. */
    variants: p.json<Choice[]>().default('[]'),
    /** Null: it follows from its words. */
    condition: p.enum(['new', 'used', 'unclear'] as const).strictNullable(),
    isFeatured: p.boolean().default(false),
    isSeasonal: p.boolean().default(false),
    availableFrom: p.datetime().strictNullable(),
    availableUntil: p.datetime().strictNullable(),
    metaTitle: p.text().strictNullable(),
    metaDescription: p.text().strictNullable(),
    totalSold: p.integer().default(0),
    totalViews: p.integer().default(0),
    totalLikes: p.integer().default(0),
    averageRating: p.double().default(0),
    totalReviews: p.integer().default(0),
    synced: p.json<Synced>().strictNullable(),
    conflict: p.json<Conflict>().strictNullable(),
    /** Its post was deleted at Instagram, and nobody has looked yet. */
    goneAt: p.datetime().strictNullable(),
    /** It was approved by itself, and a person is asked to look at it: one in ten. */
    unchecked: p.boolean().default(false),
    /** The same thing at another shop: its page, what it last asked (minor units), when it was looked at. */
    rivalUrl: p.text().strictNullable(),
    rivalPrice: p.bigint().strictNullable(),
    rivalAt: p.datetime().strictNullable(),
    /** Since when its page has not been seen: the price is what it asked until then. */
    rivalLostAt: p.datetime().strictNullable(),
    /** It became cheaper there, and nobody has looked yet. */
    isUndercut: p.boolean().default(false),
    /** To whom its cards go; null: the pipeline's place. */
    audience: p.json<string[]>().strictNullable(),
    updatedAt: p.datetime(),
  },
})

/** Something the shop sells. */
export class Product extends ProductSchema.class {}

ProductSchema.setClass(Product)
