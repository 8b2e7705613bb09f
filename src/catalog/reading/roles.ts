import type { Amount } from './bare/amount.ts'
import { isSized } from './bare/figures.ts'
import { isBesidePrice } from './beside/of-others.ts'
import { namesOf, placeOf } from './beside/places.ts'
import { isFiller } from './filler.ts'
import { BUNDLE, DELIVERY, FOR_WHAT, FROM, NOW, PACKED, TO, TODAY } from './lexicon.ts'
import { isSold, type Priced, says } from './role.ts'
import { roleOf } from './role-rules.ts'
import { type Sentence, sentencesOf } from './sentences.ts'
import type { Token } from './tokens.ts'

const STOPS = new Set([',', ';', ':', '(', ')'])

export function giveRoles(tokens: Token[], amounts: Amount[]): Priced[] {
  const priced: Priced[] = []
  const sentences = sentencesOf(tokens)
  const named = namesOf(tokens, sentences)
  for (const [i, amount] of amounts.entries()) {
    const after = ownWordsAfter(tokens, amount, amounts[i + 1])
    const before = ownWordsBefore(tokens, amount, after, priced.at(-1))
    const isAside = standsAside(tokens, amounts, i)
    const bundle = countBefore(tokens, amount.from)
    const previous = priced.at(-1)
    const sentence = sentences[amount.from] as Sentence
    const isPriced = priced.some(isSold)
    const near = before.slice(-3)
    const context = { ...amount, before, near, after, sentence, isAside, bundle, previous, tokens, isPriced, named }
    const { role, isGuessed } = roleOf(context)
    priced.push({
      ...amount,
      role,
      isGuessed,
      isOpen: amount.isOpen || (role === 'price' && placeOf(context) !== null),
      before,
      after,
      above: lineAbove(tokens, amount.from, previous?.to ?? 0),
      isAside,
      isAsked: sentence.isAsked,
      ...(bundle && { count: bundle }),
    })
  }
  for (const [i, one] of priced.entries()) if (isOutdated(one, priced[i + 1], tokens)) one.role = 'was'
  return priced.map((one) => (isBesidePrice(one, priced, tokens) ? { ...one, role: 'aside' } : one))
}

/** `65k, now 50k`, `$45 → $30`, `from 3,900 to 2,850`: the lower one after it is the price. */
function isOutdated(one: Priced, next: Priced | undefined, tokens: Token[]): boolean {
  if (one.role !== 'price' || next?.role !== 'price' || next.value >= one.value) return false
  const between = tokens.slice(one.to, next.from)
  const isFall = between.length > 0 && between.every(({ key }) => key === '→' || key === '>')
  const isDown = between.at(-2)?.key === 'down' && between.every(({ kind }) => kind === 'word')
  const isDrop = (isDown || (says(FROM, one.before.slice(-1)) && between.length === 1)) && says(TO, between.slice(-1))
  // "went to $150, and today it's $95": nothing else is named.
  const isToday = says(TODAY, next.before) && next.before.every(({ key }) => isFiller(key))
  return isFall || isDrop || isToday || says(NOW, next.before.slice(-2))
}

/** `85k for the table, 240k for the shelf`: where both tell what for, the words between are the first one's. */
function ownWordsBefore(tokens: Token[], { from }: Amount, after: Token[], previous: Priced | undefined): Token[] {
  const areTold = [after, previous?.after ?? []].every((words) => says(FOR_WHAT, words.slice(0, 1)))
  return areTold ? [] : wordsBefore(tokens, from, previous?.to ?? 0)
}

function wordsBefore(tokens: Token[], from: number, floor: number): Token[] {
  const row: Token[] = []
  for (let at = besideBrackets(tokens, from, floor); at >= floor; at--) {
    const token = tokens[at]
    if (!token || token.kind === 'end' || STOPS.has(token.key)) break
    row.unshift(token)
  }
  return row
}

/** `Blue jacket`, and below it nothing but `KES 2,500`. */
function lineAbove(tokens: Token[], from: number, floor: number): Token[] {
  let at = from - 1
  while (at >= floor && tokens[at]?.kind === 'end') at--
  const isBelow = tokens.slice(at + 1, from).some(({ text }) => text.includes('\n'))
  return isBelow ? wordsBefore(tokens, at + 1, floor) : []
}

/** `wholesale (from 6 pcs) 1,300`: what stands in brackets is no word before it. */
function besideBrackets(tokens: Token[], from: number, floor: number): number {
  let at = from - 1
  for (let opening = at; at >= floor && isStop(tokens[at]); at--) {
    if (tokens[at]?.key !== ')') continue
    opening = openingOf(tokens, Math.min(at, opening), floor)
    if (opening >= floor) at = opening
  }
  return at
}

const isStop = (token: Token | undefined) => token !== undefined && token.kind !== 'end' && STOPS.has(token.key)

/** Less than the floor where none opens. */
function openingOf(tokens: Token[], from: number, floor: number): number {
  let at = from
  while (at >= floor && tokens[at]?.key !== '(') at--
  return at
}

/** `retail 1450 wholesale 1100`: where words stand before an amount, those behind it name the next; `delivery` does. */
function ownWordsAfter(tokens: Token[], { from, to }: Amount, next: Amount | undefined): Token[] {
  const after = wordsAfter(tokens, to, next?.from ?? tokens.length)
  const isOfNext = /^(?:word|number)$/.test(tokens[from - 1]?.kind ?? '') || after.every(isSending)
  return isOfNext && to + after.length === next?.from ? [] : after
}

const isSending = ({ key }: Token) => DELIVERY.has(key) || key === '@'

function wordsAfter(tokens: Token[], to: number, ceiling: number): Token[] {
  const row: Token[] = []
  for (let at = to; at < ceiling; at++) {
    const token = tokens[at]
    if (!token || token.kind === 'end' || STOPS.has(token.key) || token.key === '/') break
    row.push(token)
  }
  return row
}

/** In brackets that open after the amount before it. */
function standsAside(tokens: Token[], amounts: Amount[], i: number): boolean {
  const [own, last, first] = [amounts[i], amounts[i - 1], amounts[i - 2]]
  if (!own || !last || isBracketed(tokens, last.from, first?.to ?? 0)) return false
  return isBracketed(tokens, own.from, last.to)
}

function isBracketed(tokens: Token[], from: number, floor: number): boolean {
  const keys = tokens.slice(floor, from).map(({ key }) => key)
  return keys.lastIndexOf('(') > keys.lastIndexOf(')')
}

/** `3 for 1000`, `2 packs at 50k`, `4/$10`, `3 pairs 500`: the count before an amount. */
function countBefore(tokens: Token[], from: number): number | null {
  const start = Math.max(0, from - 4)
  const row = tokens.slice(start, from)
  const at = row.findLastIndex(({ kind, text }) => kind === 'number' && /^\d{1,2}$/.test(text))
  // "sizes 37-41 @ 2,500"
  if (at === -1 || isSized(tokens, start + at)) return null
  const rest = row.slice(at + 1)
  const links = rest.filter(({ key }) => BUNDLE.has(key))
  const packs = rest.filter(({ key }) => PACKED.has(key))
  const count = Number(row[at]?.text)
  if (count < 2 || rest.length === 0 || links.length + packs.length !== rest.length) return null
  return links.length > 0 || (packs.length > 0 && isPerPack(row[at - 1])) ? count : null
}

function isPerPack(before: Token | undefined): boolean {
  return before?.key !== 'of' && before?.key !== '('
}
