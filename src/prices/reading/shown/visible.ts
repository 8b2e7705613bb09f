import type { MoneyHint } from '#src/reading/money/currencies.ts'
import type { Document } from '../document.ts'
import { type Found, nothing } from '../found.ts'
import type { Line } from '../lines.ts'
import { BUY, IN_STOCK, type NotPrice, ON_REQUEST, SOLD_OUT, saysFew } from '../words.ts'
import { findMentions, type Mention } from './mentions.ts'
import { compareMentions } from './others.ts'
import { endOfOwnPart } from './own-part.ts'

/** What the page shows a visitor: the best price, how far ahead of the next one it is, and what was struck out. */
export type Visible = {
  found: Found
  best: Mention | null
  /** How much better the price stands than the next other amount. */
  lead: number
  mentions: Mention[]
  /** A control that buys, by its words: working, or switched off. */
  button: 'works' | 'off' | 'sold-out' | null
  isOnRequest: boolean
  /** It says that few are left. */
  isFew: boolean
}

const OLD: ReadonlySet<NotPrice> = new Set(['was', 'regular'])
const LEAST = 0
/** A price this clear is one, whatever else the page says about asking. */
const CLEAR = 4

/** Reads the price of the page from what it shows. */
export function readVisible(document: Document, place: MoneyHint): Visible {
  const end = endOfOwnPart(document.lines)
  const mentions = onlyOwn(compareMentions(findMentions(document, place)), end)
  const ranked = mentions.filter(({ score }) => score > LEAST).sort((a, b) => b.score - a.score || a.at - b.at)
  const best = ranked[0] ?? regularOf(mentions)
  const rival = ranked.find(({ amount }) => Number(amount) !== Number(best?.amount))
  const isOnRequest = asksToAsk(document, best)
  const button = readButton(document)
  return {
    best: isOnRequest ? null : best,
    lead: best ? best.score - (rival?.score ?? LEAST) : 0,
    mentions,
    button,
    isOnRequest,
    isFew: nearLines(document, end).some(({ text }) => saysFew(text)),
    found: {
      ...nothing,
      source: 'page',
      name: document.heading ?? document.metas['og:title'] ?? document.title,
      price: isOnRequest ? null : (best?.amount ?? null),
      currency: isOnRequest ? null : (best?.currency ?? null),
      availability: readStock(document, button, end),
      was: best ? readWas(best, mentions) : null,
      piece: best?.words ?? '',
    },
  }
}

/** Where the product's own part has a price, no amount behind it is one. */
function onlyOwn(mentions: Mention[], end: number): Mention[] {
  if (!mentions.some(({ score, at }) => score > LEAST && at < end)) return mentions
  return mentions.map((one) => (one.at < end ? one : { ...one, not: 'other', score: LEAST }))
}

/** "Price on request", where no price stands out. */
function asksToAsk({ lines }: Document, best: Mention | null): boolean {
  const isSaid = lines.some(({ isAside, text }) => !isAside && text.length < 80 && ON_REQUEST.test(text))
  return isSaid && (best?.score ?? 0) < CLEAR
}

/** A regular price is the price where no other stands beside it. */
function regularOf(mentions: Mention[]): Mention | null {
  const [only, ...others] = mentions.filter(
    ({ not, isStruck, line }) => not === 'regular' && !isStruck && !line.isAside,
  )
  return only && others.every(({ amount }) => amount === only.amount) ? only : null
}

/** A higher amount that is struck out, or called the old one, near the price. */
export function readWas(price: Pick<Mention, 'amount' | 'at' | 'currency'>, mentions: Mention[]): string | null {
  const old = mentions.filter(
    ({ isStruck, isRegular, not, line, amount, at, currency }) =>
      (isRegular || isStruck ? not === null || OLD.has(not) || not === 'save' : not !== null && OLD.has(not)) &&
      !line.isAside &&
      currency === price.currency &&
      Number(amount) > Number(price.amount) &&
      Math.abs(at - price.at) <= 8,
  )
  return old.sort((a, b) => Math.abs(a.at - price.at) - Math.abs(b.at - price.at))[0]?.amount ?? null
}

function readButton({ lines }: Document): Visible['button'] {
  const controls = lines.filter(({ control, isAside, text }) => control && !isAside && text.length < 60)
  const buys = controls.filter(({ text, control }) => (BUY.test(text) || control?.isBuy) && !SOLD_OUT.test(text))
  if (buys.some(({ control }) => !control?.isDisabled)) return 'works'
  if (controls.some(({ text }) => SOLD_OUT.test(text))) return 'sold-out'
  return buys.length > 0 ? 'off' : null
}

/** So many lines behind the heading tell of the product. */
const MOST_BEHIND = 120

/** What is said behind the heading, of the product itself. */
function nearLines({ lines }: Document, end: number): Line[] {
  const start = Math.max(
    0,
    lines.findIndex(({ heading }) => heading === 1),
  )
  const behind = lines.slice(start, Math.min(end, start + MOST_BEHIND))
  return behind.filter(({ isAside, text, control }) => !isAside && !control && text.length < 90)
}

function readStock(document: Document, button: Visible['button'], end: number): Found['availability'] {
  if (button === 'sold-out') return 'out_of_stock'
  const near = nearLines(document, end)
  const said = near.find(({ text }) => SOLD_OUT.test(text) || isInStock(text))
  if (said && SOLD_OUT.test(said.text) && button !== 'works') return 'out_of_stock'
  if (said && !SOLD_OUT.test(said.text)) return 'in_stock'
  const marked = document.around.map(readStockClass).findLast((one) => one !== 'unknown')
  return marked ?? (button === 'works' ? 'in_stock' : 'unknown')
}

/** `instock`, `out-of-stock`: as WooCommerce and others mark the product's element. */
function readStockClass(name: string): Found['availability'] {
  if (/^in[-_]?stock$/i.test(name)) return 'in_stock'
  return /^(?:out[-_]?of[-_]?stock|sold[-_]?out)$/i.test(name) ? 'out_of_stock' : 'unknown'
}

/** `Available.` alone is one of the ways to say it; "available in three colours" is not. */
function isInStock(text: string): boolean {
  return IN_STOCK.test(text) || text.split(/[.;·|]/).some((part) => /^available$/i.test(part.trim()))
}
