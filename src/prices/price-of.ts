import type { App, PagePrice } from '#src/app.ts'
import { firstLook } from './looks/first-look.ts'
import { addProduct } from './watches/add-product.ts'

/** What a page asks for its thing, as last believed. It is looked at for a while from then on. Refuses bad ones. */
export async function priceOf(app: App, url: string): Promise<PagePrice> {
  const known = await addProduct(app, url)
  const seen = known.price === null ? await firstLook(app, known) : known
  const { productName: name, price, currency, failingSince: lostSince } = seen
  return { url: seen.url, name, price, currency, lostSince }
}
