import type { Product } from '#entities/catalog/product.ts'
import type { ProductDraft } from '#entities/catalog/product-draft.ts'
import type { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { writeRef } from '#src/cards/ref.ts'
import { toDecimal } from '#src/money.ts'
import { draftNow } from './drafts/approve.ts'
import { draftKind, productKind } from './kinds.ts'
import { writeDecimal } from './money.ts'
import { conditionNow } from './products/condition.ts'
import { descriptionNow } from './products/description.ts'

/** A draft for programs: `extractedData` as it would be sold, what a person changed beside it. */
export function writeDraft(draft: ProductDraft) {
  const { id, igMediaId, part, igMediaUrl, igPermalink, sellerEdits, imageUrls, pictures, reading } = draft
  return {
    ...{ id, ref: writeRef(draftKind, draft), igMediaId, part, igMediaUrl, igPermalink },
    extractedData: pickExtracted(draft),
    condition: sellerEdits?.condition ?? reading.condition ?? null,
    ...{ sellerEdits, evidence: reading.evidence, imageUrls },
    pictures: pictures.map((hash) => `/product-pictures/${hash}.jpg`),
    approvalStatus: draft.state,
    ...{ rejectionReason: draft.rejectionReason, productId: draft.productId },
    ...{ expiresAt: draft.expiresAt, createdAt: draft.createdAt },
  }
}

function pickExtracted(draft: ProductDraft) {
  const { name, description, price, currency, category, tags, variants, confidence } = draftNow(draft)
  return { name, description, price, currency, category, tags, variants, confidence }
}

export function writeProduct(product: Product) {
  const { id, name, slug, currency, categories, tags, variants, pictures } = product
  return {
    ...{ id, ref: writeRef(productKind, product), name, slug, status: product.state },
    description: descriptionNow(product),
    price: toDecimal(product.price, currency),
    compareAtPrice: writeDecimal(product.compareAtPrice, currency),
    ...{ currency, categories, tags, variants: variants.map(({ option, value }) => ({ option, value })) },
    condition: conditionNow(product),
    images: pictures.map((hash) => `/product-pictures/${hash}.jpg`),
    sourceExternalId: product.sourceExternalId,
    part: product.sourcePart,
    sourceExternalUrl: product.sourceExternalUrl,
    ...{ createdAt: product.createdAt, updatedAt: product.updatedAt },
  }
}

export function writeSold({ id, name, state, slug }: Product) {
  return { id, name, status: state, slug }
}

export function writeConnection(account: InstagramAccount) {
  const { id, username, igUserId, state, lastValidatedAt, webhookSubscribed } = account
  return { id, igUsername: username, igBusinessAccountId: igUserId, status: state, lastValidatedAt, webhookSubscribed }
}
