import type { Token } from '#src/reading/tokens.ts'
import { sourceOf } from './address-runs.ts'
import type { Piece } from './pieces.ts'
import { postcodeIn } from './postcodes.ts'
import { addressWordAt, labelNamed } from './words.ts'

const reach = /@|https?:|www\./iu
const digitsOnly = /^\+?[\d\s().-]{7,}$/
const numberFirst = /^(?:no\.? ?)?\d{1,6}[\p{L}½]?(?:[-/ ]\d{1,5}[\p{L}]?){0,3}(?: ?bis| ?ter)?,? +\p{L}/iu
const numberLast = /\p{L}\.? (?:nr\.? ?|no\.? ?|n[°º] ?|#)?\d{1,4}(?:[-/ ]?[\dA-Z]{1,3})*$/iu
const unitFirst = /^\p{L}{2,10}\.? ?\d{1,4}[a-z]? ?\/ ?(?=\d)/iu
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** "Kurfürstenring" is a street; "ordering", in small letters, is none. */
export function wordsOf(piece: Piece): Set<string> {
  const { tokens } = piece
  const isSmall = (token: Token | undefined) => token !== undefined && /^\p{Ll}/u.test(sourceOf(token, piece))
  // "lindenstraße 12"
  const isNumbered = (at: number) =>
    tokens.length < 5 &&
    tokens[tokens[at + 1]?.text === '.' ? at + 2 : at + 1]?.kind === 'number' &&
    !tokens[at]?.text.endsWith('ing')
  const mayEnd = (at: number) => !isSmall(tokens[at]) || isNumbered(at)
  return new Set(tokens.flatMap((_, at) => addressWordAt(tokens, at, mayEnd(at))?.meaning ?? []))
}

export function streetIn(text: string, words: ReadonlySet<string>): 0 | 1 | 2 {
  const hasNumber = /\d/.test(text)
  if (words.has('box')) return 2
  if (cjk.test(text)) return hasNumber && text.length > 4 ? 2 : 0
  if (words.has('street')) return streetNamed(text, hasNumber)
  // "Unit 1/77 Banksia Pde": behind the unit and its sign stand a house and its street.
  if (words.has('unit')) return unitFirst.test(text) ? streetByForm(text.replace(unitFirst, '')) : 0
  return streetByForm(text)
}

function streetNamed(text: string, hasNumber: boolean): 0 | 1 | 2 {
  if (hasNumber) return 2
  return text.includes(' ') || text.length > 8 ? 1 : 0
}

function streetByForm(text: string): 0 | 1 {
  return /[\p{Lu}\p{Lo}]/u.test(text) && (numberFirst.test(text) || numberLast.test(text)) ? 1 : 0
}

/** "Tel 0712 345 678", an e-mail, a link. */
export function isReach({ label }: Piece, text: string): boolean {
  if (label === 'phone' || label === 'other' || reach.test(text)) return true
  const [, word = '', rest = text] = /^(\p{L}{1,12})[.:]?\s+(.*)$/u.exec(text) ?? []
  if (!digitsOnly.test(rest)) return false
  const isCode = postcodeIn(rest)
  if (labelNamed(word) === 'phone') return true
  return word === '' && rest.replace(/\D/g, '').length >= 9 && !(isCode && isCode.end - isCode.at === rest.length)
}
