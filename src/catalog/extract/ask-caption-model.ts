import { z } from 'zod'
import type { OpenAi } from '#src/integrations/openai/openai.ts'
import { findMoney } from '#src/reading/money/find-money.ts'
import { findWhole } from '#src/reading/whole-piece.ts'
import { type Currency, isHeld } from '../reading/amounts.ts'
import { openSource } from '../reading/source.ts'
import { type CaptionRead, rolesOf } from './read-caption.ts'
import { SURE_ABOVE } from './sure-above.ts'

const piece = z.string().nullable()
const shape = z.object({
  isProduct: z.boolean(),
  name: piece,
  description: piece,
  price: z.object({ amount: z.number(), currency: z.string(), from: z.string() }).nullable(),
  variants: z.array(z.object({ option: z.string(), value: z.string(), from: z.string() })),
  tags: z.array(z.string()),
  confidence: z.number(),
})

const INSTRUCTIONS =
  'Read the caption of an Instagram post of a shop. Is a product (goods, not a service or a giveaway) offered in it? ' +
  'Give the product name and a description in the words of the caption, the price of one piece now with its ' +
  'currency, its variants (size, colour ...) and its tags. Every "from" is the piece of the caption the value ' +
  'rests on, copied letter by letter. What the caption does not say is null or left out. Old prices, deposits, ' +
  'delivery fees, phone numbers, sizes and codes are no prices. Confidence is 0 to 1.'

export type CaptionClaim = z.infer<typeof shape>

/** What a model reads in a caption. A claim: `groundClaim` keeps only what the caption bears out. */
export async function askCaptionModel(
  openai: OpenAi,
  caption: string,
  shop: string,
  onUsage: (tokens: number) => void,
): Promise<CaptionClaim> {
  return openai.extract({
    name: 'caption',
    instructions: `${INSTRUCTIONS} The shop's own currency is ${shop}.`,
    text: caption,
    shape,
    onUsage,
  })
}

/**
 * The rules' reading with what a model found besides. A price, a currency or a variant whose piece is not in the
 * caption is dropped, and so is a price whose figures its own piece does not show, or that the rules know for a
 * deposit or an old price; what the rules read stays. Nothing a model read is sure: a person looks at it.
 */
export function groundClaim(rules: CaptionRead, claim: CaptionClaim, caption: string, shop: Currency): CaptionRead {
  const { price, name, variants, tags } = borneOut(claim, caption, shop)
  const isProduct = rules.isProduct || (claim.isProduct && (price !== null || rules.why !== 'a giveaway'))
  if (!isProduct) return rules
  return {
    ...rules,
    isProduct,
    name: rules.name ?? name,
    ...(rules.price === null && price && { price: price.amount, currency: price.currency }),
    variants: rules.variants.length > 0 ? rules.variants : variants,
    tags: rules.tags.length > 0 ? rules.tags : tags,
    confidence: Math.min(SURE_ABOVE, Math.max(rules.confidence, clamp(claim.confidence))),
    evidence: { ...(price && { price: price.from }), ...(name && { name }), ...rules.evidence },
  }
}

/** What of a claim the caption says too. */
function borneOut(claim: CaptionClaim, caption: string, shop: Currency) {
  const text = fold(caption)
  const isThere = (words: string) => findWhole(text, fold(words)) >= 0
  const { price } = claim
  const isSaid = price !== null && isThere(price.from) && showsAmount(price) && namesCurrency(price, shop)
  const variants = claim.variants.filter(({ from, value }) => isThere(from) && fold(from).includes(fold(value)))
  return {
    price: isSaid && isPrice(price.amount, caption, shop) ? price : null,
    name: claim.name && isMostlyThere(claim.name, text) ? claim.name : null,
    variants: variants.map(({ option, value }) => ({ option, value })),
    tags: claim.tags.filter(isThere).slice(0, MOST_TAGS),
  }
}

const MOST_TAGS = 20

/** The currency of the piece, the shop's own where it names none. */
function namesCurrency({ currency, from }: NonNullable<CaptionClaim['price']>, shop: Currency): boolean {
  const named = findMoney(from, { currency: shop }).flatMap((money) => money.currency ?? [])
  return named.length > 0 ? named.includes(currency) && isHeld(currency, shop) : currency === shop
}

/** Not what the rules read as something else: a deposit, a price of old, a fee. */
function isPrice(amount: number, caption: string, shop: Currency): boolean {
  const roles = rolesOf({ caption, storeCurrency: shop }, amount)
  return amount > 0 && (roles.length === 0 || roles.includes('price'))
}

/** `2,500` in the piece for 2500. */
function showsAmount({ amount, from }: { amount: number; from: string }): boolean {
  const figures = fold(from).replace(/[\s,.'](?=\d{3})/g, '')
  const shown = [...figures.matchAll(/(\d+(?:\.\d+)?)\s?(k|m)?/g)].map(([, digits, scale]) => {
    const times = scale === 'k' ? 1000 : scale === 'm' ? 1_000_000 : 1
    return Number(digits) * times
  })
  return shown.includes(amount)
}

/** A name may be tidied, not invented: most of its words stand in the caption. */
function isMostlyThere(name: string, text: string): boolean {
  const words = fold(name).match(/[\p{L}\p{N}]+/gu) ?? []
  return words.length > 0 && words.filter((word) => text.includes(word)).length * 2 > words.length
}

function fold(text: string): string {
  return openSource(text).text.toLowerCase().replace(/\s+/g, ' ').trim()
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
