/** Into which a product belongs, in the order they are offered. */
export const CATEGORIES = [
  'Fashion & Apparel',
  'Electronics & Gadgets',
  'Home & Living',
  'Beauty & Personal Care',
  'Food & Beverages',
  'Sports & Fitness',
  'Books & Media',
  'Toys & Games',
  'Other',
] as const

/** The nine in a shop's own order: what it puts first, and the others as they are listed. */
export function orderCategories(first: readonly string[]): string[] {
  const put = first.filter((name) => (CATEGORIES as readonly string[]).includes(name))
  return [...new Set([...put, ...CATEGORIES])]
}
