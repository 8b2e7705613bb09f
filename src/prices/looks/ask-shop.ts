import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import { Website } from '#entities/prices/website.ts'
import type { Page } from '#src/integrations/web.ts'
import { readShopApi, readShopCurrency, type ShopApi, shopApiUrl } from '../reading/shops/shop-api.ts'
import { whenBusy } from './failing/when-busy.ts'
import { type Looked, readAnswer } from './read-page.ts'
import { isAllowed } from './robots.ts'
import type { LookingApp } from './site.ts'

const JSON_ONLY = 'application/json'
const OLDEST = { etag: null, lastModified: null }

/** What the shop's own API says of a product. Null where it says nothing: then the page is read. */
export async function askShop(
  app: LookingApp,
  site: Website,
  product: TrackedProduct,
  api: ShopApi,
  isThorough: boolean,
): Promise<Looked | null> {
  const url = new URL(product.url)
  const address = shopApiUrl(api, url)
  if (!address || !isAllowed(site.robots, address)) return null
  const known = isThorough ? OLDEST : { etag: product.etag, lastModified: product.lastModified }
  const answer = await get(app, address, known)
  if (answer.status === 304) return { what: 'unchanged' }
  if (answer.status >= 400) return null
  const currency = api === 'shopify' ? await currencyOf(app, site, url) : null
  const found = readShopApi(api, answer.body.toString('utf8'), url, currency)
  if (!found?.price) return null
  const { source, price, currency: code, piece } = found
  const claims = [{ source, price, currency: code, piece }]
  return readAnswer(product, answer, isThorough, () => ({
    ...found,
    claims,
    doubts: [],
    truncated: false,
    shopApi: api,
  }))
}

async function get(app: LookingApp, url: string, known: Pick<Page, 'etag' | 'lastModified'>): Promise<Page> {
  return whenBusy(await app.web.get(url, { ...known, accept: JSON_ONLY }))
}

/** Asked once a shop: its product API names no currency. */
async function currencyOf(app: LookingApp, site: Website, { origin }: URL): Promise<string | null> {
  if (site.shopCurrency) return site.shopCurrency
  const { status, body } = await get(app, `${origin}/meta.json`, OLDEST)
  const shopCurrency = status === 200 ? readShopCurrency(body.toString('utf8')) : null
  if (shopCurrency === null) return null
  await app.em.fork().nativeUpdate(Website, { id: site.id }, { shopCurrency })
  site.shopCurrency = shopCurrency
  return shopCurrency
}
