import type { Document } from '../document.ts'
import { type Found, nothing } from '../found.ts'
import type { Mention } from '../shown/mentions.ts'
import { readWas, type Visible } from '../shown/visible.ts'
import { FREE, readContext } from '../words.ts'
import { complete, mentionsOf, stockOf, wasOf } from './complete.ts'
import { isProductPage } from './is-product-page.ts'
import { findFewest, type Lot } from './lots.ts'
import { CLEAR_LEAD, settle } from './settle.ts'

export type Judgement = { chosen: Found; doubts: string[] }

/** A visible price this clear is believed against markup that says otherwise. */
const CLEAR_SCORE = 4
/** What stands so far behind the best is shown for something else: another lot, another size. */
const FAR_BEHIND = 5
/** Lines between an old price and the one that holds. */
const BESIDE = 3

/** Weighs what markup says against what the visitor sees: the first is chosen, the second has the last word. */
export function judge(found: Found[], visible: Visible, document: Document, url: URL | null): Judgement {
  const marked = found.find((one) => one.price !== null && isMeant(one, visible, document)) ?? null
  const base = marked ?? found.find(({ name }) => name !== null) ?? null
  if (!isProductPage(found, visible, document))
    return unpriced({ ...nothing, source: 'page' }, 'the page shows no single product')
  const rest = { ...complete(base, found, visible, document), availability: stockOf(found, visible) }
  const lot = findFewest(marked?.price ?? visible.best?.amount, visible, document)
  if (lot) return inLots(lot, marked, rest, found, visible)
  if (marked) return compare(marked, rest, found, visible, document)
  return visible.isOnRequest ? unpriced(rest, 'the shop names no price') : unmarked(rest, visible, document, url)
}

function unpriced(rest: Found, why: string): Judgement {
  return { chosen: { ...rest, price: null, was: null }, doubts: [why] }
}

/** Of a graduated price what one costs counts, not what each of a hundred does. */
function inLots({ from, mention }: Lot, marked: Found | null, rest: Found, found: Found[], visible: Visible) {
  const doubts = from > 1 ? [`the least that is sold is ${from}`] : []
  const isMarked = Number(marked?.price) === Number(mention.amount)
  const chosen = isMarked ? { ...rest, was: wasOf(mention, found, visible) } : asShown(rest, mention, visible)
  return { chosen, doubts }
}

/** Markup stands while the page shows its price plainly, or shows nothing clearer near its heading. */
function compare(marked: Found, rest: Found, found: Found[], visible: Visible, document: Document): Judgement {
  const shown = mentionsOf(marked, visible)
  const best = besideOld(shown, visible) ?? visible.best
  if (best && isOneOfRange(best, marked) && isNearHeading(best, document)) {
    return { chosen: asShown(rest, best, visible), doubts: [] }
  }
  const isOutshone = ({ score }: Mention) => best !== null && best.score - score > FAR_BEHIND
  const plain = shown.find((one) => !one.isStruck && one.not === null && !isOutshone(one)) ?? null
  if (plain || !best) return { chosen: { ...rest, was: marked.was ?? wasOf(plain, found, visible) }, doubts: [] }
  const isClear = best.score >= CLEAR_SCORE && isNearHeading(best, document)
  if (shown.length === 0 && !isClear) return { chosen: rest, doubts: [] }
  const doubt = `the markup says ${marked.price}, the page shows ${best.piece}`
  return { chosen: asShown(rest, best, visible), doubts: [doubt] }
}

/** The markup names the lowest price of several, for other sizes or larger lots; the page asks one of those between. */
function isOneOfRange({ amount, score }: Mention, { price, upTo }: Found): boolean {
  return score >= CLEAR_SCORE && upTo !== null && Number(amount) > Number(price) && Number(amount) <= Number(upTo)
}

/** Where the page shows the markup's price only as the old one: what it asks instead, a line or two away. */
function besideOld(shown: Mention[], { mentions }: Visible): Mention | null {
  const [old] = shown
  if (!old || !shown.every(({ isStruck, not }) => isStruck || not === 'was')) return null
  const asked = mentions.filter(
    ({ isStruck, not, line, at, amount, currency }) =>
      !(isStruck || not || line.isAside) &&
      currency === old.currency &&
      Number(amount) < Number(old.amount) &&
      Math.abs(at - old.at) <= BESIDE,
  )
  return asked.sort((a, b) => Math.abs(a.at - old.at) - Math.abs(b.at - old.at))[0] ?? null
}

/** Markup that says 0 means it only where the page says that it is free. */
function isMeant({ price }: Found, { mentions, isOnRequest }: Visible, { lines }: Document): boolean {
  if (Number(price) > 0) return true
  if (isOnRequest || mentions.some(({ amount, score }) => score > 0 && Number(amount) > 0)) return false
  return lines.some(
    ({ text, isAside }) => !isAside && text.length < 40 && FREE.test(text) && readContext(text) === null,
  )
}

function unmarked(rest: Found, visible: Visible, document: Document, url: URL | null): Judgement {
  const { best, lead } = visible
  if (!best) return unpriced(rest, 'no price was found')
  const chosen = lead < CLEAR_LEAD ? settle(best, visible, document, url) : best
  if (!chosen) return unpriced(rest, 'several prices could be meant')
  return { chosen: asShown(rest, chosen, visible), doubts: [] }
}

function asShown(rest: Found, best: Mention, { mentions, found }: Visible): Found {
  const { amount, currency, words } = best
  // The sign of a shop's page may stand for another currency than its markup names: `$` on a Canadian page.
  const code = rest.price !== null && rest.currency !== null && isSign(best) ? rest.currency : currency
  return {
    ...rest,
    source: 'page',
    price: amount,
    currency: code,
    was: readWas(best, mentions),
    piece: words,
    name: rest.name ?? found.name,
  }
}

/** A price far below the heading is rather that of another product. */
function isNearHeading({ at }: Mention, { lines }: Document): boolean {
  const start = lines.findIndex(({ heading }) => heading === 1)
  return start !== -1 && at >= start - 5 && at <= start + 60
}

/** A sign of several currencies; `C$` and `US$` are of one. */
function isSign({ piece }: Mention): boolean {
  return /(?<![a-z])[$¥]|\bkr\b|\brs\b/i.test(piece)
}
