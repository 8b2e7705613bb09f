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
