import { loadLexicon } from '../lexicon.ts'
import type { Match } from '../match.ts'
import { normalise, type Text } from '../text.ts'
import { type Token, tokenise } from '../tokens.ts'

/** What may be told of a text before its sums are read. */
export type MoneyHint = {
  /** The currency of the place: what a sign that several share means here ("$", "kr", "sh"). */
  currency?: string | null
  /** The mark before a fraction, where known. */
  decimal?: '.' | ',' | undefined
}

export type Reading = { tokens: readonly Token[]; whole: Text; hint: MoneyHint }

/**
 * A currency as it is written. `codes`: what it may mean, the likeliest first; `cent`: a hundredth of one. `before` and
 * `after`: the side of the number where it stands by custom; after alone, nowhere else.
 */
export type Coin = { codes: string[]; before: boolean; after: boolean }

const currencies = loadLexicon('currencies')
const places = loadLexicon('country-money')

/** The currency that is written at `at`; letters glued to others name none. */
export function currencyAt({ tokens, whole, hint }: Reading, at: number): Match<Coin> | null {
  const match = tokens[at]?.kind === 'line' ? null : currencies.at(tokens, at)
  const [first] = match ? [tokens[at]] : []
  if (!match || !first) return null
  const { codes, before, after, isWord, isRare } = meantBy(match.value.meaning)
  // Small letters make another word of it: "try", "pen".
  const isOtherWord = isWord && !/^[A-Z]/.test(whole.source[whole.from[first.start] ?? 0] ?? '')
  const isElsewhere = isRare && !codes.some((code) => code === hint.currency)
  // "a $300 chair" is of no Australian.
  const isApart = /^\p{L}$/u.test(first.text) && match.next > at + 1 && tokens[match.next - 1]?.glued === false
  if (isOtherWord || isElsewhere || isApart) return null
  return { value: { codes, before, after }, next: match.next }
}

/** `isWord`: a word too where it is written small; `isRare`: meant only where it is the place's own. */
type Meant = Coin & { isWord: boolean; isRare: boolean }
const meant = new Map<string, Meant>()

/** An entry's words, looked at once: a text has as many currencies as sums. */
function meantBy(meaning: string): Meant {
  const known = meant.get(meaning)
  if (known) return known
  const said = meaning.split(' ')
  const codes = said.filter((one) => /^(?:[A-Z]{3}|cent)$/.test(one))
  const is = (one: string) => said.includes(one)
  const made = { codes, before: is('before'), after: is('after'), isWord: is('capitals'), isRare: is('?') }
  meant.set(meaning, made)
  return made
}

/** What the sign means here: the currency of the place where it is one of them, else the likeliest. */
export function codeOf({ codes }: Coin, { currency }: MoneyHint): string {
  return currency && codes.includes(currency) ? currency : (codes[0] ?? '')
}

/** Written on its own, it means one currency wherever it stands: `€`, `CHF`; `$` and `kr` do not. */
export function isOfOne(written: string): boolean {
  return currencies.get(written.trim())?.meaning.match(/[A-Z]{3}/g)?.length === 1
}

/** The code of a currency as written on its own: `€`, `CHF`, `kr` where it is Sweden's. Null for what is none. */
export function readCurrency(written: string, hint: MoneyHint = {}): string | null {
  const whole = normalise(written.trim(), 80)
  const tokens = tokenise(whole.text)
  const coin = currencyAt({ tokens, whole, hint }, 0)
  const rest = tokens.slice(coin?.next)
  return coin && rest.every(({ text }) => text === '.') ? codeOf(coin.value, hint) : null
}

/** The currency of a country by its ISO code, where a sign of several is used there; null elsewhere. */
export function currencyOfCountry(country: string): string | null {
  return places.get(country)?.meaning ?? null
}
