import type { Availability } from '#entities/prices/tracked-product.ts'
import { isOfOne, readCurrency } from '#src/reading/money/currencies.ts'
import { type Bag, isBag, listOf, textOf } from './json.ts'
import { readMarkup } from './markup.ts'

/** What markup says of one offer. */
export type OfferRead = {
  price: string | null
  currency: string | null
  availability: Availability
  was: string | null
  url: string | null
  sku: string | null
  name: string | null
  /** Used, refurbished or damaged: another thing than the new one beside it. */
  isUsed: boolean
  /** The highest, where `price` is the lowest of a range. */
  upTo: string | null
  piece: string
}

const STOCK: [RegExp, Availability][] = [
  [/Limited[_ -]?Availability|^(?:low|limited)[_ -]?stock/i, 'limited'],
  [/InStock|OnlineOnly|InStoreOnly|in[_ -]?stock|^available|^instock/i, 'in_stock'],
  [/OutOfStock|SoldOut|Discontinued|out[_ -]?of[_ -]?stock|^oos$|sold ?out/i, 'out_of_stock'],
]

/** Schema.org's ItemAvailability, or Open Graph's words for it. Pre-order and the like are neither in nor out. */
export function readAvailability(value: unknown): Availability {
  const text = textOf(value) ?? ''
  return STOCK.find(([words]) => words.test(text.replace(/^.*\//, '')))?.[1] ?? 'unknown'
}

/** Every offer below a product: Offer, AggregateOffer, and offers within either. */
export function readOffers(product: Bag): OfferRead[] {
  return listOf(product.offers ?? product.Offers ?? product.offer).flatMap((offer) =>
    isBag(offer) ? readOffer(offer) : [],
  )
}

function readOffer(offer: Bag): OfferRead[] {
  const all = listOf(offer.offers ?? offer.Offers).filter(isBag)
  const forOne = all.filter((one) => !isForMany(one))
  const inner = forOne.flatMap(readOffer)
  // A range whose lower end is for whoever buys many is no price of one.
  if (forOne.length > 0 && forOne.length < all.length) return inner
  const own = readOne(offer)
  if (own.price === null) return inner.length > 0 ? inner : [own]
  const isRange = 'lowPrice' in offer && inner.length > 0
  return isRange
    ? [{ ...own, availability: own.availability === 'unknown' ? anyOf(inner) : own.availability }, ...inner]
    : [own]
}

function readOne(offer: Bag): OfferRead {
  const specs = listOf(offer.priceSpecification).filter(isBag)
  const now = specs.find((spec) => !isOldPrice(spec) && !isPerUnit(spec) && !isForMembers(spec) && !isForMany(spec))
  const before = specs.find(isOldPrice)
  const written = offer.price ?? offer.lowPrice ?? now?.price ?? now?.minPrice ?? offer.highPrice
  const code = textOf(offer.priceCurrency ?? now?.priceCurrency ?? before?.priceCurrency)
  const currency = currencyOf(code, written)
  const price = readMarkup(bare(written), currency)
  const high =
    offer.price === undefined && offer.lowPrice !== undefined ? readMarkup(bare(offer.highPrice), currency) : null
  const was = before ? readMarkup(bare(before.price), currency) : null
  return {
    price,
    currency,
    was: higher(was, price),
    availability: readAvailability(offer.availability),
    url: textOf(offer.url ?? offer['@id']),
    sku: textOf(offer.sku),
    name: textOf(offer.name),
    upTo: higher(high, price),
    isUsed: /(?:Used|Refurbished|Damaged)/i.test(textOf(offer.itemCondition) ?? ''),
    piece: `price ${textOf(bare(written)) ?? ''} ${code ?? ''}`.trim(),
  }
}

/** By its code; else by the sign in the price itself, where no other country has it. */
function currencyOf(code: string | null, written: unknown): string | null {
  if (code) return readCurrency(code) ?? (/^[A-Z]{3}$/.test(code) ? code : null)
  const sign = typeof written === 'string' ? written.replace(/[\d.,\s]+/g, ' ').trim() : ''
  return isOfOne(sign) ? readCurrency(sign) : null
}

/** An old price is one that was higher. */
export function higher(was: string | null, price: string | null): string | null {
  return was !== null && price !== null && Number(was) > Number(price) ? was : null
}

function bare(value: unknown): unknown {
  const [first] = listOf(value)
  return isBag(first) ? (first['@value'] ?? first.price ?? first.value) : first
}

function isOldPrice(spec: Bag): boolean {
  return /Strikethrough|ListPrice|SRP|MSRP|RegularPrice/i.test(String(textOf(spec.priceType) ?? ''))
}

/** A price for 100 g or one litre is not the product's. */
function isPerUnit(spec: Bag): boolean {
  const types = listOf(spec['@type']).map(String)
  const quantity = spec.referenceQuantity
  return types.some((type) => type.includes('UnitPrice')) && isBag(quantity) && textOf(quantity.value) !== '1'
}

function isForMembers(spec: Bag): boolean {
  return 'validForMemberTier' in spec || 'membershipPointsEarned' in spec
}

/** What each of ten or a hundred costs is not what one does. */
function isForMany({ eligibleQuantity }: Bag): boolean {
  const [quantity] = listOf(eligibleQuantity)
  return isBag(quantity) && Number(textOf(quantity.minValue ?? quantity.value) ?? 1) > 1
}

/** What can be bought of several: plenty before few; null where nothing says so. */
export function bestOf(offers: Pick<OfferRead, 'availability'>[]): 'in_stock' | 'limited' | null {
  const said = new Set(offers.map(({ availability }) => availability))
  return said.has('in_stock') ? 'in_stock' : said.has('limited') ? 'limited' : null
}

function anyOf(offers: OfferRead[]): Availability {
  const open = bestOf(offers)
  if (open) return open
  return offers.every(({ availability }) => availability === 'out_of_stock') ? 'out_of_stock' : 'unknown'
}
