import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const draftFlow = {
  pending: {
    approve: 'approved',
    publish: 'approved',
    join: 'approved',
    reject: 'rejected',
    expire: 'expired',
    edit: 'pending',
    price: 'pending',
    refresh: 'pending',
    remind: 'pending',
    dismiss: 'pending',
    part: 'parted',
  },
  approved: {},
  rejected: { reopen: 'pending' },
  expired: { reopen: 'pending', refresh: 'pending' },
  parted: { refresh: 'parted' },
} as const

export type DraftState = StateOf<typeof draftFlow>

/** One thing a buyer may choose: a size, a colour. */
export type Choice = { option: string; value: string }

/** `unclear`: the caption says both, and not of which. */
export type Condition = 'new' | 'used' | 'unclear'

/** What was read of a post: the seed's eight keys. Amounts are decimal strings of `currency`. */
export type ExtractedData = {
  name: string
  description: string
  price: string | null
  currency: string
  category: string | null
  tags: string[]
  variants: Choice[]
  /** 0 to 1. */
  confidence: number
}

/** Beside the eight keys: the old price, what each value rests on, and what was not understood. */
export type DraftReading = {
  was: string | null
  high: string | null
  isSoldOut: boolean
  /** Of a post of several; `said`: the words of the caption one stands in. */
  products: { name: string; price: string; said?: string; isSoldOut?: boolean; condition?: Condition }[]
  evidence: Record<string, string>
  notUnderstood: string[]
  /** The picture shows its category not surely, or nobody could look at it. */
  isBlurred?: boolean
  /** Of one of several, as its caption says it; of a post of one it follows from the words. */
  condition?: Condition
  by: 'rules' | 'model' | 'fallback' | 'person'
}

/** What a person changed before approving; the reading stays, so that its accuracy can be measured. */
export type SellerEdits = {
  name?: string
  description?: string
  price?: string
  category?: string
  tags?: string[]
  variants?: Choice[]
  condition?: 'new' | 'used'
}

const ProductDraftSchema = defineEntity({
  name: 'ProductDraft',
  tableName: 'product_drafts',
  uniques: [{ name: 'product_draft_ig_media_uq', properties: ['igMediaId', 'part'] }],
  indexes: [
    { name: 'product_draft_store_idx', properties: ['storeId'] },
    { name: 'product_draft_status_idx', properties: ['state'] },
    { name: 'product_draft_store_status_idx', properties: ['storeId', 'state', 'number'] },
    { name: 'product_draft_expires_idx', properties: ['expiresAt'] },
    { name: 'product_draft_sync_idx', properties: ['syncId'] },
  ],
  properties: {
    ...recordColumns('product_drafts_number'),
    /** The seed's `approval_status`. */
    state: p.enum(Object.keys(draftFlow) as DraftState[]),
    storeId: p.uuid(),
    /** The scan that found it; its drafts are decided from the scan's card until one is looked at by itself. */
    syncId: p.uuid().strictNullable(),
    igMediaId: p.string(),
    /** Of a post of several products the how manyth of those it was parted into; 0: the post as a whole. */
    part: p.integer().default(0),
    igMediaUrl: p.text(),
    igPermalink: p.text(),
    igCaption: p.text().strictNullable(),
    igMediaType: p.string(),
    igTimestamp: p.datetime(),
    extractedData: p.json<ExtractedData>(),
    reading: p.json<DraftReading>(),
    imageUrls: p.json<string[]>(),
    /** The same pictures, kept by us. */
    pictures: p.json<string[]>().default('[]'),
    videoUrls: p.json<string[]>().default('[]'),
    approvedAt: p.datetime().strictNullable(),
    rejectedAt: p.datetime().strictNullable(),
    rejectionReason: p.text().strictNullable(),
    sellerEdits: p.json<SellerEdits>().strictNullable(),
    productId: p.uuid().strictNullable(),
    /** Another product shows the same picture: this may be a restock of it. */
    similarTo: p.uuid().strictNullable(),
    expiresAt: p.datetime(),
    reminded: p.integer().default(0),
    dismissedAt: p.datetime().strictNullable(),
    /** Approved without a person; `audited`: a person was asked to look at it afterwards. */
    isAutomatic: p.boolean().default(false),
    tokensUsed: p.integer().default(0),
    /** Millionths of a dollar. */
    costMicros: p.integer().default(0),
    audience: p.json<string[]>().strictNullable(),
    updatedAt: p.datetime(),
  },
})

/** A product read of a post, waiting to be approved. */
export class ProductDraft extends ProductDraftSchema.class {}

ProductDraftSchema.setClass(ProductDraft)
