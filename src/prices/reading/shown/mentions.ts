import type { MoneyHint } from '#src/reading/money/currencies.ts'
import { findMoney, type Money } from '#src/reading/money/find-money.ts'
import type { Document } from '../document.ts'
import type { Line } from '../lines.ts'
import { FREE, NOW, type NotPrice, readContext, TAX } from '../words.ts'
import { howSaid } from './how-said.ts'

/** An amount a page shows, and what speaks for its being the price. */
export type Mention = Money & {
  line: Line
  at: number
  isStruck: boolean
  /** Called regular by its class: the old price, where another stands beside it. */
  isRegular: boolean
  /** Of its element and those around it. */
  classes: string
  not: NotPrice | null
  /** Called a tax: "VAT £4.80". */
  isTax: boolean
  score: number
  /** The words around it, as they stand. */
  words: string
}

const PRICE_WORDS =
  'pric preis prix prijs hinta fiyat precio preco prezzo cena amount money betrag kosten valor pris\\b bei\\b'
export const PRICE_CLASS = new RegExp(PRICE_WORDS.replaceAll(' ', '|'), 'i')
const NOW_WORDS =
  'sale current now final promo offer special selling actual reduced price-value main-price product-price'
const NOW_CLASS = new RegExp(NOW_WORDS.replaceAll(' ', '|'), 'i')
const OFF_WORDS = 'unit ship deliver saving save discount instal finance month member loyal points badge per- cart'
const OFF_CLASS = new RegExp(`${OFF_WORDS.replaceAll(' ', '|')}|total|swatch|option`, 'i')
/** "excl. VAT" goes on behind its dot. */
const SHORT = 'ex|exc|excl|exkl|inc|incl|inkl|zzgl|ord'
const REGULAR_CLASS = /regular[-_]?price/i
const ENDS = new RegExp(`[,;:·・|()（）–—!]|(?<!(?<!\\p{L})(?:${SHORT}))\\.|\\s{2,}`, 'iu')
/** "Lowest price of 30 days: " before the next amount. */
const LABEL = /^[^,;.|()]*:\s*$/
const NEAR = 48
/** "De R$ 80 por R$ 60", "van € 80 voor € 60", "von 80 € auf 60 €": the first of two is the old one. */
const OLD_BEFORE = /\b(?:de|van|von)\s*$/i
const NEW_BEHIND = /^\s*(?:por|voor|auf|für)(?!\p{L})/iu
/** Between two amounts, unless the first is struck out: "reduced from $299 to $209". */
const RANGE = /^\s*(?:[-–—]|to|bis|à|a)\s*$/i
/** "4 x", "5+", "10 or more:" before an amount. */
const MORE = '(?:or|and|oder|und|ou|et|o|y|e) (?:more|mehr|plus|más|mais|più)'
const MANY = new RegExp(String.raw`(?:^|[^\d.,])\d{1,3}\s?(?:[x×+]|${MORE})\s*:?\s*$`, 'iu')

/** Every amount with its currency that a page shows, with how much it looks like the price. */
export function findMentions(document: Document, place: MoneyHint): Mention[] {
  const start = document.lines.findIndex(({ heading }) => heading === 1)
  const { lines } = document
  return lines.flatMap((line, at) => mentionsOf(line, at, Math.max(0, start), { place, label: labelOf(lines, at) }))
}

/** "Price excl. VAT" in the cell before an amount. */
function labelOf(lines: readonly Line[], at: number): string {
  const [line, before] = [lines[at], lines[at - 1]]
  return line && before && line.entry > 0 && line.entry === before.entry && !/\d/.test(before.text) ? before.text : ''
}

type Around = { place: MoneyHint; label: string }

function mentionsOf(line: Line, at: number, start: number, { place, label }: Around): Mention[] {
  const money = findMoney(line.text, place).filter(({ currency, spelt }) => currency !== null && !spelt)
  const found = money.filter((one, index) => !isSaidAgain(one, money[index - 1], line.text))
  const struck = found.filter(({ start, end }) => isStruckAt(line, start, end)).map(({ amount }) => Number(amount))
  return found.map((amount, index) => {
    const own = line.text.slice(Math.max(found[index - 1]?.end ?? 0, amount.start - NEAR), amount.start)
    const before = index === 0 && own.trim() === '' ? label.slice(-NEAR) : own
    const after = line.text.slice(amount.end, Math.min(found[index + 1]?.start ?? line.text.length, amount.end + NEAR))
    const isStruck = isStruckAt(line, amount.start, amount.end)
    const last = found[index - 1]
    const isRange = last !== undefined && !isStruckAt(line, last.start, last.end) && RANGE.test(before)
    const not = isRange ? 'other' : whyNot(before, after, index < found.length - 1)
    const classes = classesAt(line, amount.start)
    const isRegular = REGULAR_CLASS.test(classes)
    const isTax = TAX.test(lastPart(before)) || TAX.test(firstPart(after))
    const seen = { isStruck, isRegular, classes, not, isTax }
    const mention = { ...amount, ...seen, line, at, words: line.text.trim().slice(0, 160) }
    const isReduced = struck.some((old) => old > Number(amount.amount))
    return { ...mention, score: score(mention, at - start) + howSaid(line.text, before, amount, isReduced) }
  })
}

/** "$12.48" for those who listen, and "$12 48" in pieces for those who look. */
function isSaidAgain({ amount, end }: Money, before: Money | undefined, text: string): boolean {
  const [whole, cents] = before?.amount.split('.') ?? []
  return whole === amount && cents !== undefined && new RegExp(`^\\s*${cents}(?!\\d)`).test(text.slice(end))
}

/** What the words on either side make of an amount; those between two amounts belong to the second. */
function whyNot(before: string, after: string, isFollowed: boolean): NotPrice | null {
  // "4 x $17.49" is paid four times, "5+ $5.00" is for those who take five.
  if (MANY.test(before)) return 'part'
  if (isFollowed && OLD_BEFORE.test(before) && NEW_BEHIND.test(after)) return 'was'
  const said = lastPart(before)
  if (NOW.test(said)) return null
  const isOfNext = isFollowed && (!ENDS.test(after) || LABEL.test(after))
  return readContext(said) ?? (isOfNext ? null : contextBehind(firstPart(after)))
}

/** "€77.00 Save 30%": what is saved has a figure of its own. "¥5,980 Free shipping": the carriage has none. */
function contextBehind(words: string): NotPrice | null {
  const context = readContext(words)
  if (context === 'carriage' && FREE.test(words)) return words.search(FREE) === 0 ? null : context
  return context === 'save' && /\d/.test(words) ? null : context
}

function score({ isStruck, isRegular, not, line, classes }: Omit<Mention, 'score'>, distance: number): number {
  let points = 0
  if (PRICE_CLASS.test(classes)) points += 3
  if (NOW_CLASS.test(classes)) points += 2
  if (OFF_CLASS.test(classes)) points -= 2
  if (isRegular) points -= 2
  if (distance < 0) points -= 2 + Math.min(3, -distance / 40)
  else points += 3 - Math.min(4, distance / 25)
  if (line.text.trim().length > 120) points -= 2
  if (line.control) points -= 1
  if (line.entry > 0) points -= 0.5
  if (isStruck || not) points -= 10
  if (line.isAside) points -= 10
  return points
}

/** What stands before the amount since the last mark that ends a thought. */
function lastPart(text: string): string {
  const parts = text.split(ENDS)
  return parts.at(-1)?.trim() || parts.at(-2)?.trim() || ''
}

function firstPart(text: string): string {
  const [first = '', second = ''] = text.replace(/^\s*[(（]/, '').split(ENDS)
  return first.trim() || (/^\s*[(（]/.test(text) ? second.trim() : '')
}

function pieceAt(line: Line, offset: number) {
  let at = 0
  for (const piece of line.pieces) {
    if (offset < at + piece.text.length) return piece
    at += piece.text.length
  }
  return line.pieces.at(-1)
}

function classesAt(line: Line, offset: number): string {
  return pieceAt(line, offset)?.classes ?? ''
}

function isStruckAt(line: Line, start: number, end: number): boolean {
  return Boolean(pieceAt(line, Math.floor((start + end) / 2))?.isStruck)
}
