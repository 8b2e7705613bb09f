import type { Availability } from '#entities/prices/tracked-product.ts'
import { type Bag, isBag, listOf, textOf } from './json.ts'
import { nameOf, type ProductNode } from './linked-data.ts'
import { bestOf, higher, type OfferRead, readOffers } from './offers.ts'

/** `title`: of the page. Nulls where they were not looked for. */
export type Wanted = { url: URL | null; heading: string | null; title?: string | null }

/** The product of the page among those its markup speaks of: by address, by heading, else the first that sells. */
export function chooseProduct(products: ProductNode[], wanted: Wanted): Bag | null {
  const { url, heading } = wanted
  const own = products.filter(({ isListed }) => !isListed)
  const isSeveral = new Set(own.filter(({ node }) => sells(node)).map(({ node }) => nameOf(node))).size > 1
  const ranked = (own.length > 0 ? own : products).map(({ node }, at) => ({
    node,
    score: score(node, url, heading) - at / 100,
  }))
  const [best] = ranked.sort((a, b) => b.score - a.score)
  if (best && best.score < 2 && isOfAnother(best.node, wanted)) return null
  // One of several is the page's own only when the page says so by its address or heading.
  return best && ((own.length > 0 && !isSeveral) || best.score > 1.5) ? best.node : null
}

/** Neither the heading nor the title of the page has a word of its name: it is some other product's markup. */
function isOfAnother(node: Bag, { heading, title }: Wanted): boolean {
  const name = nameOf(node)
  const head = [heading, title].filter((text) => text !== null && text !== undefined).join(' ')
  if (name === null || head === '') return false
  const known = new Set(wordsOf(head))
  return wordsOf(name).length > 0 && !wordsOf(name).some((word) => known.has(word))
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
  if (!chosen) return null
  const most = priced.map(({ price, upTo }) => upTo ?? price ?? '0').sort((a, b) => Number(b) - Number(a))[0] ?? null
  const upTo = higher(most, chosen.price)
  return { ...chosen, availability: stockOf(chosen, offers), variant: null, upTo }
}

function stockOf({ availability }: OfferRead, offers: OfferRead[]): Availability {
  return bestOf(offers) ?? availability
}

const VARIANT_NAME = /^(?:variant|variation|variant_?id|sku|size|colou?r)$/i

/** The address names a variant of this product, and the product has others only: it is not sold here any more. */
export function lacksVariant(product: Bag, url: URL): boolean {
  const variants = listOf(product.hasVariant).filter(isBag)
  const offers = [...readOffers(product), ...variants.flatMap(readOffers)]
  if (variants.some((variant) => isVariantOf(variant, url)) || offers.some((offer) => pointsAt(offer, url)))
    return false
  const addresses = [...variants.map(({ url: own }) => textOf(own)), ...offers.map((offer) => offer.url)]
  return [...url.searchParams.keys()].some((name) => {
    const values = new Set(addresses.flatMap((address) => valueIn(address, name, url) ?? []))
    return values.size > 1 || (variants.length > 1 && VARIANT_NAME.test(name))
  })
}

function valueIn(address: string | null, name: string, base: URL): string | null {
  const url = address ? URL.parse(address, base) : null
  return url?.searchParams.get(name) ?? null
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
  const [left, right] = [wordsOf(a), new Set(wordsOf(b))]
  return left.length > 0 && left.filter((word) => right.has(word)).length >= Math.max(1, left.length * 0.7)
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
