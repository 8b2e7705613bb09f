import type { Product } from '#entities/catalog/product.ts'

type Named = Pick<Product, 'name' | 'metaTitle'>

/** A new name. The title for search engines goes with it, unless it was made another one by hand. */
export function rename({ name: was, metaTitle }: Named, name: string): Partial<Named> {
  return { name, ...(metaTitle === was && { metaTitle: name }) }
}
