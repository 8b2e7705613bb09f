export const shop = 'https://shop.example/p/jacket'

/** The page of a product: what is seen of it, and its markup. */
export function page(body: string, markup: object | null = null, lang = 'en'): string {
  const script = markup ? `<script type="application/ld+json">${JSON.stringify(markup)}</script>` : ''
  return `<!doctype html><html lang="${lang}"><head><title>Jacket</title>${script}</head><body><main><h1>Jacket</h1>${body}</main></body></html>`
}

export function product(offer: object, more: object = {}): object {
  return { '@type': 'Product', name: 'Jacket', offers: { '@type': 'Offer', priceCurrency: 'USD', ...offer }, ...more }
}
