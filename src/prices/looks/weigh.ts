import type { Claim, Doubt, TrackedProduct } from '#entities/prices/tracked-product.ts'

export type Known = Pick<TrackedProduct, 'price' | 'currency' | 'source' | 'doubt' | 'rejected'> & Thing

/** What a price is of. */
export type Thing = { productName: string | null; variant: string | null }

/** What one look read, in minor units. `claims`: every extractor's own price, the chosen one first. */
export type Read = { price: bigint; currency: string; source: string; claims: Claim[] }

/**
 * `same`: nothing new. `believe`: it counts from now on. `again`: a second look must bear it out. `ask`: a person must
 * tell. `ignore`: a person has called it wrong.
 */
export type Doubtful = { what: 'again' | 'ask'; why: string }
export type Verdict = { what: 'same' | 'believe' | 'ignore' } | Doubtful

const HUNDRED = 100n
/** A drop by more than this is looked at twice. */
const STEEP = 60n
/** A drop by more than this, as a slipped point makes it, is never believed without a person. */
const TOO_STEEP = 85n

/** Weighs a reading of `thing` against what is believed. A second look counts as one by other means: it is thorough. */
export function weigh(known: Known, read: Read, thing: Thing): Verdict {
  if (known.price === null || known.currency === null) return { what: 'believe' }
  if (read.price === known.price && read.currency === known.currency) return { what: 'same' }
  if (known.rejected && isSame(known.rejected, read)) return { what: 'ignore' }
  const isSecond = known.doubt !== null && isSame(known.doubt.claims[0], read)
  const other = whyOther(known, thing)
  if (other) return { what: isSecond ? 'ask' : 'again', why: other }
  return weighPrice(known.price, known.currency, read, { source: known.source, isSecond })
}

type Before = { source: string | null; isSecond: boolean }

function weighPrice(price: bigint, currency: string, read: Read, { source, isSecond }: Before): Verdict {
  const why = whyDoubtful(price, currency, read)
  if (why) return isSecond ? judgeSecond(price, currency, read, why) : { what: 'again', why }
  if (source === null || source === read.source || isSecond) return { what: 'believe' }
  return { what: 'again', why: 'it was read from another part of the page than before' }
}

/** A price is compared only with one of the same thing: an address may lead to what came after it. */
function whyOther(known: Thing, { productName, variant }: Thing): string | null {
  if (known.productName !== null && productName !== null && !shareWords(known.productName, productName)) {
    return `the page is of "${productName.slice(0, 80)}" now`
  }
  return known.variant !== null && variant === null ? `the page does not name ${known.variant} any more` : null
}

function shareWords(a: string, b: string): boolean {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const [left, right] = [words(a), new Set(words(b))]
  const least = Math.min(left.length, right.size)
  return left.filter((word) => right.has(word)).length * 2 >= least
}

function whyDoubtful(price: bigint, currency: string, read: Read): string | null {
  if (read.currency !== currency) return `the page now says ${read.currency}, before it was ${currency}`
  if (read.price <= 0n) return 'the page says that it costs nothing'
  return dropOf(price, read.price) > STEEP ? `the price fell by ${dropOf(price, read.price)} %` : null
}

/** Borne out by two extractors that do not read the same words, with none against it. */
function judgeSecond(price: bigint, currency: string, read: Read, why: string): Verdict {
  const isBorneOut = new Set(read.claims.map(({ source }) => source)).size > 1
  const isClear = isBorneOut && read.claims.every((claim) => isSame(claim, read)) && read.currency === currency
  return isClear && dropOf(price, read.price) <= TOO_STEEP ? { what: 'believe' } : { what: 'ask', why }
}

function dropOf(before: bigint, price: bigint): bigint {
  return before > 0n ? ((before - price) * HUNDRED) / before : 0n
}

export function isSame(
  claim: Pick<Claim, 'price' | 'currency'> | undefined,
  read: { price: bigint; currency: string },
): boolean {
  return claim !== undefined && BigInt(claim.price) === read.price && claim.currency === read.currency
}

/** The doubt to keep until a second look, or a person, settles it. */
export function doubtOf(
  read: Read,
  why: string,
  at: Date,
  rest: Pick<Doubt, 'availability' | 'was' | 'isAsked'>,
): Doubt {
  return { why, seenAt: at.toISOString(), claims: read.claims, ...rest }
}
