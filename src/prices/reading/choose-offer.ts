import type { Availability } from '#entities/prices/tracked-product.ts'
import { type Bag, isBag, listOf, textOf } from './json.ts'
import { nameOf, type ProductNode } from './linked-data.ts'
import { type OfferRead, readOffers } from './offers.ts'

export type Wanted = { url: URL | null; heading: string | null }

/** The product of the page among those its markup speaks of: by address, by heading, else the first that sells. */
export function chooseProduct(products: ProductNode[], { url, heading }: Wanted): Bag | null {
  const own = products.filter(({ isListed }) => !isListed)
  const isSeveral = new Set(own.filter(({ node }) => sells(node)).map(({ node }) => nameOf(node))).size > 1
  const ranked = (own.length > 0 ? own : products).map(({ node }, at) => ({
    node,
    score: score(node, url, heading) - at / 100,
  }))
  const [best] = ranked.sort((a, b) => b.score - a.score)
  // One of several is the page's own only when the page says so by its address or heading.
  return best && ((own.length > 0 && !isSeveral) || best.score > 1.5) ? best.node : null
}

function score(node: Bag, url: URL | null, heading: string | null): number {
  const isHere =
    url !== null && [node.url, node['@id'], node.mainEntityOfPage].some((address) => isSame(textOf(address), url))
  const isNamed = heading !== null && sameWords(nameOf(node) ?? '', heading)
  return (sells(node) ? 1 : 0) + (isHere ? 2 : 0) + (isNamed ? 2 : 0)
}

function sells(node: Bag): boolean {
  return readOffers(node).some(({ price }) => Number(price) > 0) || listOf(node.hasVariant).length > 0
}

/** The offer that is meant: the variant of the address, else the lowest price that can be bought. */
export function chooseOffer(product: Bag, url: URL | null): (OfferRead & { variant: string | null }) | null {
  const variants = listOf(product.hasVariant).filter(isBag)
  const wanted = url ? variants.find((variant) => isVariantOf(variant, url)) : undefined
  if (wanted) {
    const [offer] = readOffers(wanted)
    return offer ? { ...offer, variant: variantName(wanted, product) } : null
  }
  const offers = [...readOffers(product), ...variants.flatMap(readOffers)]
  const own = url && offers.find((offer) => offer.price !== null && pointsAt(offer, url))
  if (own) return { ...own, variant: own.name }
  return lowest(offers)
}

function lowest(offers: OfferRead[]): (OfferRead & { variant: null }) | null {
  const every = offers.filter(({ price }) => price !== null)
  const fresh = every.filter(({ isUsed }) => !isUsed)
  const priced = fresh.length > 0 ? fresh : every
  const open = priced.filter(({ availability }) => availability !== 'out_of_stock')
  const [best] = (open.length > 0 ? open : priced).sort((a, b) => Number(a.price) - Number(b.price))
  const chosen = best ?? offers[0]
  return chosen ? { ...chosen, availability: stockOf(chosen, offers), variant: null } : null
}

function stockOf({ availability }: OfferRead, offers: OfferRead[]): Availability {
  return offers.some((offer) => offer.availability === 'in_stock') ? 'in_stock' : availability
}

/** What in an address names a variant: `?variant=burgundy-l`, `?color=red`. */
function queryOf(url: URL): string[] {
  return [...url.searchParams.values()].filter((value) => value.length > 0 && value.length < 80)
}

function isVariantOf(variant: Bag, url: URL): boolean {
  if (queryOf(url).length === 0) return false
  const offers = listOf(variant.offers).filter(isBag)
  const addresses = [variant.url, variant['@id'], ...offers.map((offer) => offer.url)].map(textOf)
  if (addresses.some((address) => address !== null && isSame(address, url))) return true
  const marks = [variant.sku, variant.productID, variant['@id'], variant.gtin13, variant.size, variant.color].map(
    textOf,
  )
  return queryOf(url).some((value) => marks.some((mark) => mark !== null && mark.toLowerCase() === value.toLowerCase()))
}

function pointsAt(offer: OfferRead, url: URL): boolean {
  if (queryOf(url).length === 0) return false
  if (offer.sku !== null && queryOf(url).includes(offer.sku)) return true
  const address = offer.url && URL.parse(offer.url, url)
  return Boolean(address && address.search.length > 1 && isSame(offer.url, url))
}

function variantName(variant: Bag, product: Bag): string | null {
  const parts = [textOf(variant.color), textOf(variant.size)].filter((part) => part !== null)
  if (parts.length > 0) return parts.join(', ')
  const name = nameOf(variant)
  return name?.replace(nameOf(product) ?? '', '').replace(/^[\s,–-]+/, '') || name
}

function isSame(address: string | null, url: URL): boolean {
  const other = address ? URL.parse(address, url) : null
  if (!other || (other.pathname === '/' && other.search === '')) return false
  if (other.hash.length > 1 && other.search === '' && url.search !== '') return false
  return other.hostname === url.hostname && clean(other.pathname) === clean(url.pathname) && sameQuery(other, url)
}

function sameQuery(a: URL, b: URL): boolean {
  return [...a.searchParams].every(([name, value]) => b.searchParams.get(name) === value)
}

function clean(path: string): string {
  return path.replace(/\/+$/, '').toLowerCase()
}

export function sameWords(a: string, b: string): boolean {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const [left, right] = [words(a), new Set(words(b))]
  return left.length > 0 && left.filter((word) => right.has(word)).length >= Math.max(1, left.length * 0.7)
}
