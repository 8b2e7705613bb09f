import type { App, PagePrice } from '#src/app.ts'
import { firstLook } from './looks/first-look.ts'
import { addProduct } from './watches/add-product.ts'

/** What a page asks for its thing, as last believed. It is looked at for a while from then on. Refuses what cannot be. */
export async function priceOf(app: App, url: string): Promise<PagePrice> {
  const known = await addProduct(app, url)
  const {
    productName: name,
    price,
    currency,
    url: address,
  } = known.price === null ? await firstLook(app, known) : known
  return { url: address, name, price, currency }
}
