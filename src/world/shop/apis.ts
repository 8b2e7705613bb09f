import type { Good } from './goods.ts'

/** Where the page of a product is. */
export function pathOf({ slug, platform }: Pick<Good, 'slug' | 'platform'>): string {
  return `/${{ shopify: 'products', woocommerce: 'product', none: 'p' }[platform ?? 'none']}/${slug}`
}

/** What the APIs of Shopify and WooCommerce say; null: that is no address of theirs. */
export function answerApi(goods: Good[], { pathname, searchParams }: URL): unknown {
  if (pathname === '/meta.json') return { name: 'Northlight Outfitters', currency: 'USD', country: 'US' }
  const handle = /^\/products\/([\w-]+)\.js$/.exec(pathname)?.[1]
  if (handle) return writeShopify(goods.find(({ slug, platform }) => platform === 'shopify' && slug === handle))
  if (pathname !== '/wp-json/wc/store/v1/products') return null
  return goods
    .filter(({ slug, platform }) => platform === 'woocommerce' && slug === searchParams.get('slug'))
    .map(writeWooCommerce)
}

function writeShopify(good: Good | undefined): unknown {
  if (!good) return null
  const price = (minor: number) => ({ price: good.slip ?? minor, compare_at_price: good.was, available: good.inStock })
  return {
    ...{
      id: 1,
      handle: good.slug,
      title: good.name,
      featured_image: `/pictures/${good.slug}.jpg`,
      ...price(good.price),
    },
    variants: good.variants.map(({ id, price: own }) => ({ id: Number(id), title: `Size ${id}`, ...price(own) })),
  }
}

function writeWooCommerce(good: Good): unknown {
  const { name, price, was, currency, inStock, isFew } = good
  return {
    ...{
      id: 1,
      name,
      type: 'simple',
      is_in_stock: inStock,
      low_stock_remaining: isFew ? 3 : null,
      images: [{ src: `/pictures/${good.slug}.jpg` }],
    },
    prices: {
      ...{ price: String(price), regular_price: String(was ?? price), sale_price: String(price) },
      ...{ currency_code: currency, currency_minor_unit: 2, price_range: null },
    },
  }
}
