import { fold } from '#src/reading/text.ts'
import type { Token } from '#src/reading/tokens.ts'
import type { Piece } from './pieces.ts'
import { type Postcode, postcodeIn } from './postcodes.ts'
import { addressWordAt, countryNamed, courtesy, labelNamed, months, regionNamed } from './words.ts'

/** What a piece can be in an address. `street`: 2 certain, 1 by its form alone, 0 not. */
export type Judged = {
  piece: Piece
  text: string
  street: 0 | 1 | 2
  postcode: (Postcode & { sure: boolean }) | null
  country: string | null
  region: string | null
  isUnit: boolean
  isHouse: boolean
  isBox: boolean
  /** A phone number, an e-mail, a link: never part of an address. */
  isReach: boolean
  /** Words and nothing else, written like a name or a place. */
  isName: boolean
  /** Understood as courtesy, or not an address at all. */
  isProse: boolean
  /** Words of a sentence stand beside it. */
  isPart: boolean
}

const nothing = {
  ...({ street: 0, postcode: null, country: null, region: null } as const),
  ...{ isUnit: false, isHouse: false, isBox: false, isReach: false, isName: false, isProse: false, isPart: false },
}

const reach = /@|https?:|www\./iu
/** Money and program text. */
const noAddress = /[$€£=<>{}[\]`_•\\]/u
const digitsOnly = /^\+?[\d\s().-]{7,}$/
const numberFirst = /^(?:no\.? ?)?\d{1,6}[\p{L}½]?(?:[-/ ]\d{1,5}[\p{L}]?){0,2}(?: ?bis| ?ter)?,? +\p{L}/iu
const numberLast = /\p{L}\.? (?:nr\.? ?|no\.? ?|n[°º] ?|#)?\d{1,4}(?:[-/ ]?[\dA-Z]{1,3})*$/iu
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** The roles a piece may play, by known words and forms; what is known as a sentence stands beside them as prose. */
export function judgePiece(piece: Piece, spoken: ReadonlySet<string>): Judged[] {
  const { runs, said } = addressRuns(piece, spoken)
  const places = runs.flatMap((tokens) => judgeRun(within(piece, tokens), spoken))
  if (places.length === 0) return [prose(piece)]
  if (said.length > 0) for (const place of places) place.isPart = true
  return isUnderstood(said) ? places : [{ ...prose(piece), piece: { ...piece, tokens: said } }, ...places]
}

function judgeRun(run: Piece, spoken: ReadonlySet<string>): Judged[] {
  const postcode = isReach(run, run.text) ? null : postcodeIn(run.text)
  if (!postcode || postcode.end >= run.text.length || postcode.at === 0) return [judge(run, postcode)]
  // "IL 62704 thanks": what follows a postcode is a piece of its own.
  const cut = run.start + postcode.end
  const [before, after] = [run.tokens.filter(({ end }) => end <= cut), run.tokens.filter(({ start }) => start >= cut)]
  if (before.length === 0 || after.length === 0) return [judge(run, postcode)]
  return [judge(within(run, before), postcode), ...judgePiece(within(run, after), spoken)]
}

function within(piece: Piece, tokens: Token[]): Piece {
  const start = tokens[0]?.start ?? piece.start
  const end = Math.min(tokens.at(-1)?.end ?? start, piece.end)
  const text = piece.text.slice(start - piece.start, end - piece.start).trimEnd()
  return { ...piece, tokens, start, end: start + text.length, text }
}

function judge(piece: Piece, postcode: Judged['postcode']): Judged {
  const { text } = piece
  const outside = isReach(piece, text)
  const words = wordsOf(piece)
  const street = outside ? 0 : streetIn(besidePostcode(text, postcode), words)
  const before = postcode ? text.slice(0, postcode.at).replace(/[\s,]+$/, '') : text
  const region = regionOf(before) ?? regionOf(text.slice(postcode?.end ?? 0))
  return {
    ...nothing,
    ...{ piece, text, street, region },
    postcode: outside || isHouseNumber(text, postcode, street) || isFlat(piece, postcode) ? null : postcode,
    country: countryNamed(text) ?? (postcode?.at === 0 ? countryNamed(text.slice(postcode.end)) : null),
    // "Tampa FL 33611": the state is no floor.
    isUnit: (words.has('unit') && !(postcode?.sure && region)) || /^#\s?\w{1,6}$/.test(text),
    isHouse: words.has('house'),
    isBox: words.has('box'),
    isReach: outside,
    isName: !/\d/.test(text) && /\p{L}/u.test(text),
  }
}

/** "1420 Alderwick Lane", "PO Box 4417": the only number of a street is its house's. */
function isHouseNumber(text: string, postcode: Judged['postcode'], street: number): boolean {
  if (!postcode || postcode.sure || street < 2) return false
  return postcode.at === 0 || !/\d/.test(text.slice(0, postcode.at))
}

/** "lgh 1202", "ap 1103" are numbers of flats. */
function isFlat({ tokens, start }: Piece, postcode: Judged['postcode']): boolean {
  if (!postcode || postcode.sure) return false
  const at = tokens.findIndex((token) => token.start === start + postcode.at)
  return at > 0 && addressWordAt(tokens, at - 1)?.meaning === 'unit'
}

/** "10115 Berlin" may be a house and its street: there the number counts. */
function besidePostcode(text: string, postcode: Judged['postcode']): string {
  if (!postcode?.sure) return text
  return postcode.at > 0 ? text.slice(0, postcode.at).trimEnd() : text.slice(postcode.end).trimStart()
}

/** "Tel 0712 345 678", an e-mail, a link. */
function isReach({ label }: Piece, text: string): boolean {
  if (label === 'phone' || label === 'other' || reach.test(text)) return true
  const [, word = '', rest = text] = /^(\p{L}{1,12})[.:]?\s+(.*)$/u.exec(text) ?? []
  if (!digitsOnly.test(rest)) return false
  const isCode = postcodeIn(rest)
  if (labelNamed(word) === 'phone') return true
  return word === '' && rest.replace(/\D/g, '').length >= 9 && !(isCode && isCode.end - isCode.at === rest.length)
}

/** "Springfield IL", "Key West Florida": the state at the end of what stands before the postcode. */
function regionOf(text: string): string | null {
  const parts = text.split(/[\s,]+/).filter(Boolean)
  for (let count = Math.min(3, parts.length); count > 0; count -= 1) {
    const found = regionNamed(parts.slice(-count).join(' '))
    if (found && (!found.isCode || /^[A-Za-z]{2,3}\.?$/.test(parts.at(-1) ?? ''))) return found.country
  }
  return null
}

/** "Kurfürstenring" is a street; "ordering", in small letters, is none. */
function wordsOf(piece: Piece): Set<string> {
  const { tokens } = piece
  const isSmall = (token: Token | undefined) => token !== undefined && /^\p{Ll}/u.test(sourceOf(token, piece))
  return new Set(tokens.flatMap((_, at) => addressWordAt(tokens, at, !isSmall(tokens[at]))?.meaning ?? []))
}

function streetIn(text: string, words: ReadonlySet<string>): 0 | 1 | 2 {
  const hasNumber = /\d/.test(text)
  if (words.has('box')) return 2
  if (cjk.test(text)) return hasNumber && text.length > 4 ? 2 : 0
  if (words.has('street')) return streetNamed(text, hasNumber)
  return words.has('unit') ? 0 : streetByForm(text)
}

function streetNamed(text: string, hasNumber: boolean): 0 | 1 | 2 {
  if (hasNumber) return 2
  return text.includes(' ') || text.length > 8 ? 1 : 0
}

function streetByForm(text: string): 0 | 1 {
  return /[\p{Lu}\p{Lo}]/u.test(text) && (numberFirst.test(text) || numberLast.test(text)) ? 1 : 0
}

function prose(piece: Piece): Judged {
  return { ...nothing, piece, text: piece.text, isProse: true }
}

/** The runs of words that are no sentence's: "Here is my address 550 Bellflower Dr" -> "550 Bellflower Dr". */
function addressRuns(piece: Piece, spoken: ReadonlySet<string>): { runs: Token[][]; said: Token[] } {
  const { tokens } = piece
  if (tokens.length > 40 || piece.text.length > 300 || noAddress.test(piece.text)) return { runs: [], said: tokens }
  if (isUnderstood(tokens) && !isState(tokens, piece)) return { runs: [], said: tokens }
  if (saidAt(tokens, 0, spoken)?.meaning === 'greet') return { runs: [], said: tokens }
  const runs: Token[][] = [[]]
  const said: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const next = saidAt(tokens, at, spoken)?.next
    if (next === undefined) runs.at(-1)?.push(...tokens.slice(at, at + 1))
    else {
      said.push(...tokens.slice(at, next))
      runs.push([])
    }
    at = next ?? at + 1
  }
  const trimmed = runs.map((run) => trimWeak(run, piece))
  const isKept = (run: Token[]) => isPlace(run, piece) && (said.length === 0 || isWritten(run, piece))
  return { runs: trimmed.filter(isKept), said: [...said, ...trimmed.filter((run) => !isKept(run)).flat()] }
}

/** A word that only sentences have. "ME 04101" is no "me". */
function saidAt(
  tokens: readonly Token[],
  at: number,
  spoken: ReadonlySet<string>,
): { meaning: string; next: number } | null {
  const dated = dateAt(tokens, at)
  if (dated) return { meaning: 'say', next: dated }
  const known = courtesy.at(tokens, at)
  if (!known || known.value.meaning === 'weak') return null
  if (!['greet', 'or'].includes(known.value.meaning) && !spoken.has(known.value.languages)) return null
  const token = tokens[at]
  const after = tokens[known.next]
  if (token?.glued && tokens[at - 1]?.kind === 'number') return null
  const isState = token && regionNamed(token.text)?.isCode && (after?.kind === 'number' || (!after && at > 0))
  if (isState && known.next === at + 1) return null
  return { meaning: known.value.meaning, next: known.next }
}

/** "OR" and "IN" alone are states, "or" is none. */
function isState(run: readonly Token[], piece: Piece): boolean {
  const [only] = run
  return (
    run.length === 1 &&
    only !== undefined &&
    /^[A-Z]{2}$/.test(sourceOf(only, piece)) &&
    regionNamed(only.text) !== null
  )
}

/** "March 3rd 2026", "18. März": a day is no street. */
function dateAt(tokens: readonly Token[], at: number): number | null {
  let next = at
  while (next < tokens.length && next - at < 5 && isOfDate(tokens[next])) next += 1
  const parts = tokens.slice(at, next)
  const isDate = parts.some(({ text }) => months().has(text)) && parts.some(({ kind }) => kind === 'number')
  return isDate && addressWordAt(tokens, next)?.meaning !== 'street' ? next : null
}

function isOfDate(token: Token | undefined): boolean {
  if (token === undefined) return false
  if (token.kind === 'number' || months().has(token.text)) return true
  return token.text === '.' || /^(?:st|nd|rd|th|de)$/.test(token.text)
}

function trimWeak(run: Token[], piece: Piece): Token[] {
  if (isState(run, piece)) return run
  const isWeak = (token: Token | undefined) => {
    if (!token) return false
    if (token.kind === 'mark') return !'#〒'.includes(token.text)
    // "Calle 31 SO" points south-west.
    if (/^[A-Z]{2}$/.test(sourceOf(token, piece))) return false
    return ['at', 'in', 'for', 'and', 'or', 'on', 'from', 'with', 'so', 'by', 'address', 'also'].includes(token.text)
  }
  let [from, to] = [0, run.length]
  while (from < to && isWeak(run[from])) from += 1
  while (to > from && isWeak(run[to - 1])) to -= 1
  return run.slice(from, to)
}

function isPlace(run: readonly Token[], piece: Piece): boolean {
  const words = run.filter(({ kind }) => kind === 'word' || kind === 'number')
  return isState(run, piece) || words.some(({ kind, text }) => kind === 'number' || courtesy.get(text) === null)
}

/** Beside words of a sentence only what is written like a name or has a number is a place. */
function isWritten(run: readonly Token[], piece: Piece): boolean {
  return run.some(
    (token) =>
      token.kind === 'number' || (/^[\p{Lu}\p{Lo}]/u.test(sourceOf(token, piece)) && courtesy.get(token.text) === null),
  )
}

function sourceOf({ start, end }: Token, piece: Piece): string {
  return piece.text.slice(start - piece.start, end - piece.start)
}

/** The languages a mail is written in: one word alone may be a name ("Pia" is Swahili for "also"). */
export function spokenIn(pieces: readonly Piece[]): ReadonlySet<string> {
  const counts = new Map<string, number>([['en', 2]])
  for (const { tokens } of pieces) {
    for (let at = 0; at < tokens.length; at += 1) {
      const known = courtesy.at(tokens, at)?.value
      if (known) counts.set(known.languages, (counts.get(known.languages) ?? 0) + 1)
    }
  }
  return new Set([...counts].flatMap(([language, count]) => (count > 1 ? [language] : [])))
}

const TROUBLE = new Set(['ask', 'change', 'cancel', 'cancel alone'])

/** Every word is one of courtesy: nothing in it needs an answer. */
export function isUnderstood(tokens: readonly Token[]): boolean {
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]
    const known = courtesy.at(tokens, at)
    if (known && !TROUBLE.has(known.value.meaning)) at = known.next
    else if (token?.kind === 'word' || token?.kind === 'number') return false
    else at += 1
  }
  return true
}

export function sameLetters(one: string, other: string): boolean {
  const bare = (text: string) => fold(text).replace(/[^\p{L}\p{N}]+/gu, '')
  return bare(one) === bare(other)
}
