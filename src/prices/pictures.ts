import { TrackedProduct } from '#entities/prices/tracked-product.ts'
import type { App } from '#src/app.ts'
import type { CardPicture, Picture } from '#src/cards/picture.ts'
import { OutsideError, Refusal } from '#src/errors.ts'
import { fitPicture } from '#src/integrations/fit-picture.ts'
import { chartOf } from './history/history.ts'
import { nameOf } from './names.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const SIDE = 480

/** The chart of a product as a card shows it; none while nothing was read. */
export function chartPicture(product: TrackedProduct): CardPicture | null {
  const { id, price, priceAt } = product
  if (price === null || priceAt === null) return null
  const ref = `prices:chart/${id}/${priceAt.getTime().toString(36)}`
  return { ref, alt: `${nameOf(product)}: its price over the last 30 days` }
}

/** The shop's own picture of a product. */
export function productPicture(product: TrackedProduct): CardPicture | null {
  return product.pictureUrl ? { ref: `prices:photo/${product.id}`, alt: nameOf(product) } : null
}

/** A card's own part for a picture there may be. */
export function shown(picture: CardPicture | null): { picture?: CardPicture } {
  return picture ? { picture } : {}
}

/** The bytes behind `chart/<product>/<version>` and `photo/<product>`. */
export async function loadPicture(app: App, rest: string): Promise<Picture | null> {
  const [what, id = ''] = rest.split('/')
  const em = app.em.fork()
  const product = UUID.test(id) ? await em.findOne(TrackedProduct, { id }) : null
  if (!product) return null
  if (what === 'photo') return fetchPicture(app, product)
  const png = await chartOf(em, product, app.clock(), app.settings.STORE_TIMEZONE)
  return png && { bytes: png, type: 'image/png' }
}

/**
 * A shop's picture by way of us: pages show nothing from elsewhere, and whoever looks at one is not known to the shop.
 * Small, as JPEG; null where the shop does not give it, or what it gives is no picture.
 */
export async function fetchPicture(app: Pick<App, 'web'>, { pictureUrl }: TrackedProduct): Promise<Picture | null> {
  if (!pictureUrl) return null
  try {
    const { status, body } = await app.web.get(pictureUrl, { accept: 'image/jpeg,image/png,image/webp;q=0.9' })
    return status === 200 ? { bytes: (await fitPicture(body, SIDE)).jpeg, type: 'image/jpeg' } : null
  } catch (error) {
    if (error instanceof OutsideError || error instanceof Refusal) return null
    throw error
  }
}
