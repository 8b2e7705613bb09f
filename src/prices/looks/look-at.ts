import type { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { Website } from '#entities/prices/website.ts'
import { OutsideError } from '#src/errors.ts'
import { askModel } from './ask-model.ts'
import { askShop } from './ask-shop.ts'
import { isBusy, whenBusy } from './failing/when-busy.ts'
import { whyOf } from './failing/why-of.ts'
import { type Looked, readPage } from './read-page.ts'
import { isAllowed } from './robots.ts'
import type { LookingApp } from './site.ts'

/** A fault of this page is this page's; a site that is busy or away stops its turn. */
export async function lookAt(app: LookingApp, site: Website, product: TrackedProduct): Promise<Looked> {
  if (!isAllowed(site.robots, product.url)) {
    return { what: 'failed', why: 'the shop asks programs not to look at this page (robots.txt)', isGone: true }
  }
  try {
    return await ask(app, site, product, product.doubt !== null || product.state !== 'watched')
  } catch (error) {
    if (!(error instanceof OutsideError) || isBusy(error)) throw error
    return { what: 'failed', why: whyOf(error), isGone: error.code === 'FORBIDDEN' }
  }
}

/**
 * The shop's own API where it is known and enough; a thorough look reads the page too, so that each bears the other
 * out.
 */
async function ask(app: LookingApp, site: Website, product: TrackedProduct, isThorough: boolean): Promise<Looked> {
  if (product.shopApi && !isThorough) {
    const said = await askShop(app, site, product, product.shopApi, false)
    if (said) return said
  }
  const { etag, lastModified } = product
  const page = whenBusy(await app.web.get(product.url, isThorough ? {} : { etag, lastModified }))
  const seen = readPage(product, page, isThorough, site.selector)
  const api = seen.what === 'read' ? seen.reading.shopApi : null
  const said = api && isThorough ? await askShop(app, site, product, api, true) : null
  if (said?.what === 'read') return { what: 'read', reading: joined(said.reading, seen) }
  return (isUnread(seen) && (await askModel(app, product, page, isThorough))) || seen
}

/** A page of a product, and no rule found its price: not a wall, not a page that is gone. */
function isUnread(seen: Looked): boolean {
  return seen.what === 'read' && seen.reading.read === null && seen.reading.name !== null
}

type Read = Extract<Looked, { what: 'read' }>['reading']

/** The shop's word, with what its page says beside it; its page is where the product lives. */
function joined(shop: Read, seen: Looked): Read {
  if (seen.what !== 'read' || !shop.read) return shop
  const others = seen.reading.read?.claims ?? []
  const { url, picture, variant } = seen.reading
  return {
    ...shop,
    url,
    read: { ...shop.read, claims: [...shop.read.claims, ...others] },
    picture: shop.picture ?? picture,
    variant: shop.variant ?? variant,
  }
}
