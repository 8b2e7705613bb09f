import { html } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import type { Good } from './goods.ts'
import type { ShopStandIn, ShopView } from './shop.ts'

const JACKET = 'blue-denim-jacket'

/** The shop as its owner sees it: the product of the story, with everything that can be set. */
export function renderShopPane({ goods, looks, url }: ShopView) {
  const good = goods.find(({ slug }) => slug === JACKET) ?? goods[0]
  if (!good) return html``
  return html`<div class="shop-pane">
    <h3><a href="${url}/p/${good.slug}?variant=M" target="_blank" rel="noopener">${good.name}</a></h3>
    <p>${write(good.price)} · ${good.inStock ? (good.isFew ? 'few left' : 'in stock') : 'sold out'}${good.trouble ? ` · ${troubles[good.trouble]}` : ''}</p>
    <form method="post" action="/sandbox/shop/price"><input type="hidden" name="slug" value="${good.slug}">
      <label>Price <input name="price" inputmode="decimal" value="${(good.price / 100).toFixed(2)}" required></label>
      <button>Set price</button></form>
    <form method="post" action="/sandbox/shop/stock"><input type="hidden" name="slug" value="${good.slug}">
      ${good.inStock && !good.isFew ? html`<button name="stock" value="few">Few left</button>` : ''}
      <button name="stock" value="${good.inStock ? 'out' : 'in'}">${good.inStock ? 'Sell out' : 'Restock'}</button></form>
    <form method="post" action="/sandbox/shop/trouble"><input type="hidden" name="slug" value="${good.slug}">
      <label>The page <select name="trouble">
        <option value="">answers</option>
        ${Object.entries(troubles).map(([name, words]) => html`<option value="${name}" ${good.trouble === name ? 'selected' : ''}>${words}</option>`)}
      </select></label><button>Set</button></form>
    <p class="soft">${looks} looks at ${goods.length} products so far. Look for yourself: prices, stock and faults show at once.</p>
  </div>`
}

const troubles: Record<NonNullable<Good['trouble']>, string> = {
  gone: 'is gone (404)',
  wall: 'asks for robots',
  moved: 'leads into our own network',
}

export async function handleShopAct(shop: ShopStandIn, name: string, form: Record<string, string>): Promise<void> {
  const { slug = JACKET } = form
  if (name === 'price') return shop.act.set(slug, { price: readPrice(form.price) })
  if (name === 'stock') return shop.act.set(slug, { inStock: form.stock !== 'out', isFew: form.stock === 'few' })
  if (name === 'trouble') return shop.act.set(slug, { trouble: readTrouble(form.trouble) })
  throw new Refusal('The shop cannot do that.')
}

function readPrice(text = ''): number {
  const price = Math.round(Number(text.replace(',', '.')) * 100)
  if (!Number.isSafeInteger(price) || price < 0) throw new Refusal('That is no price.')
  return price
}

function readTrouble(text = ''): Good['trouble'] {
  return text in troubles ? (text as Good['trouble']) : null
}

function write(minor: number): string {
  return `$${(minor / 100).toFixed(2)}`
}

/** Under `.shop-pane` only. */
export const shopCss = `
.shop-pane { display: grid; gap: 10px; padding: 14px 16px; height: 100%; overflow-y: auto; align-content: start; }
.shop-pane h3 { margin: 0; font-size: 15px; }
.shop-pane p { margin: 0; font-size: 14px; }
.shop-pane form { display: flex; gap: 8px; align-items: end; flex-wrap: wrap; }
.shop-pane label { display: grid; gap: 2px; font-size: 12px; }
.shop-pane input, .shop-pane select { font: inherit; font-size: 14px; padding: 6px 9px; max-width: 150px;
  color: inherit;
  background: var(--back); border: 1px solid var(--line); border-radius: 8px; }
.shop-pane button { font: inherit; font-weight: 600; min-height: 34px; padding: 2px 16px; border: 0;
  border-radius: 17px;
  background: #24527a; color: #fff; cursor: pointer; }
.shop-pane .soft { font-size: 12px; opacity: .75; }
.shop-pane :focus-visible { outline: 2px solid #3b82c4; outline-offset: 2px; }
`
