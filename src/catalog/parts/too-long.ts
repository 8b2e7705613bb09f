import type { ProductDraft } from '#entities/catalog/product-draft.ts'

const MOST_PARTS = 10

/** More products in one post than a person wants cards of. */
export function isTooLong({ reading: { products } }: Pick<ProductDraft, 'reading'>): boolean {
  return products.length > MOST_PARTS
}
