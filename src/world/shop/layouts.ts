import { html, raw } from 'hono/html'
import type { Good, Language } from './goods.ts'

const WORDS: Record<Language, { buy: string; out: string; few: string; locale: string }> = {
  en: { buy: 'Add to cart', out: 'Sold out', few: 'Only 3 left', locale: 'en-US' },
  de: { buy: 'In den Warenkorb', out: 'Ausverkauft', few: 'Nur noch 3 Stück', locale: 'de-DE' },
  es: { buy: 'Añadir al carrito', out: 'Agotado', few: 'Solo quedan 3', locale: 'es-ES' },
  sw: { buy: 'Nunua', out: 'Imeisha', few: 'Zimebaki 3 tu', locale: 'sw-KE' },
}

/** The page of a product, or of one of its variants, in its layout. */
export function drawPage(good: Good, variant: string | null): string {
  const price = good.variants.find(({ id }) => id === variant)?.price ?? good.price
  const layout = layouts[good.layout % layouts.length] ?? plain
  const { head, body } = layout({ ...good, price }, variant)
  const { out, buy, few } = WORDS[good.language]
  const button = good.inStock ? html`<button>${buy}</button>` : html`<button disabled>${out}</button>`
  return String(html`<!doctype html><html lang="${good.language}"><head><meta charset="utf-8"><title>${good.name}</title><meta property="og:image" content="/pictures/${good.slug}.jpg">${head}</head>
<body><header><p>Northlight Outfitters</p><p>Free shipping over $75</p></header>
<main><h1>${good.name}</h1>${body}${good.isFew ? html`<p>${few}</p>` : ''}${button}</main>
<section class="related"><h2>You may also like</h2><ul><li class="card"><a href="/p/p-9">Felt hat</a> <span class="price">$5.00</span></li></ul></section>
</body></html>`)
}

type Drawn = { head: unknown; body: unknown }
type Layout = (good: Good, variant: string | null) => Drawn

const plain: Layout = (good) => ({ head: '', body: html`<p class="price">${struck(good)}${shown(good)}</p>` })

/** The markup is what programs read; a slip in it stays a slip, the page is right. */
const layouts: Layout[] = [
  (good) => ({
    head: linked({ ...product(good), offers: offer(good) }),
    body: html`<p class="price">${struck(good)}${shown(good)}</p>`,
  }),
  (good, variant) => ({
    head: linked(group(good, variant)),
    body: html`<p class="price">${struck(good)}${shown(good)}</p>${sizes(good)}`,
  }),
  (good) => ({
    head: '',
    body: html`<div itemscope itemtype="https://schema.org/Product"><meta itemprop="name" content="${good.name}"><div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
<meta itemprop="price" content="${marked(good)}"><meta itemprop="priceCurrency" content="${good.currency}"><link itemprop="availability" href="${stock(good)}">
<p class="price">${struck(good)}${shown(good)}</p></div></div>`,
  }),
  (good) => ({
    head: html`<meta property="og:title" content="${good.name}"><meta property="product:price:amount" content="${marked(good)}"><meta property="product:price:currency" content="${good.currency}">`,
    body: html`<p class="price">${struck(good)}${shown(good)}</p>`,
  }),
  plain,
  (good) => ({
    head: raw(
      `<script type="application/ld+json">${JSON.stringify({ ...product(good), offers: offer(good) }).replace(/\}$/, ',}')}</script>`,
    ),
    body: html`<p class="price">${shown(good)}</p>`,
  }),
  (good) => ({
    head: '',
    body: html`<p class="amount">${shown(good)}</p>${raw(`<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { product: { name: good.name, price: { amountMinor: good.slip ?? good.price, currency: good.currency }, stock: good.inStock ? 5 : 0 } } })}</script>`)}`,
  }),
  (good) => ({
    head: '',
    body: html`<div class="buy"><p class="preis">${shown(good)}</p><p class="unit">${shown({ ...good, price: Math.round(good.price / 4) })}/100g</p></div>`,
  }),
  (good) => ({
    head: html`<script src="https://cdn.shopify.com/s/theme.js" defer></script>`,
    body: html`<p class="price">${struck(good)}${shown({ ...good, slip: null })}</p>`,
  }),
  (good) => ({
    head: '',
    body: html`<div class="woocommerce product"><p class="price">${struck(good)}${shown(good)}</p></div>`,
  }),
  // Its price is a figure among others.
  (good) => ({
    head: '',
    body: html`<p>Price on request</p><p class="figure">${good.currency} ${(good.price / 100).toFixed(2)}</p>`,
  }),
]

function linked(data: object): unknown {
  return raw(`<script type="application/ld+json">${JSON.stringify(data)}</script>`)
}

function product({ name }: Good): object {
  return { '@context': 'https://schema.org', '@type': 'Product', name }
}

function offer(good: Good): object {
  return { '@type': 'Offer', price: marked(good), priceCurrency: good.currency, availability: stock(good) }
}

function group(good: Good, variant: string | null): object {
  const hasVariant = good.variants.map(({ id, price }) => ({
    ...{ '@type': 'Product', name: `${good.name}, ${id}`, sku: id, size: id },
    offers: offer(id === variant ? good : { ...good, price, slip: null }),
  }))
  return good.variants.length > 0
    ? { ...product(good), '@type': 'ProductGroup', hasVariant }
    : { ...product(good), offers: offer(good) }
}

function marked({ slip, price }: Good): string {
  return decimal(slip ?? price).toFixed(2)
}

function stock({ inStock, isFew }: Good): string {
  return `https://schema.org/${inStock ? (isFew ? 'LimitedAvailability' : 'InStock') : 'OutOfStock'}`
}

function shown({ price, currency, language }: Good): string {
  return new Intl.NumberFormat(WORDS[language].locale, { style: 'currency', currency }).format(decimal(price))
}

function struck(good: Good): unknown {
  return good.was === null ? '' : html`<s>${shown({ ...good, price: good.was })}</s> `
}

function sizes({ variants }: Good): unknown {
  return html`<p>${variants.map(({ id }) => html`<a href="?variant=${id}">${id}</a> `)}</p>`
}

/** Every currency of this shop counts in hundredths. */
function decimal(minor: number): number {
  return minor / 100
}
