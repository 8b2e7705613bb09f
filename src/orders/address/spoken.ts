import { ordinalEnding } from '#src/reading/ordinals.ts'
import type { Token } from '#src/reading/tokens.ts'
import type { Piece } from './pieces.ts'
import { addressWordAt, courtesy, labelNamed, months, regionNamed } from './words.ts'

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

/** A word that only sentences have. "ME 04101" is no "me". */
export function saidAt(
  tokens: readonly Token[],
  at: number,
  spoken: ReadonlySet<string>,
): { meaning: string; next: number } | null {
  const dated = dateAt(tokens, at)
  if (dated) return { meaning: 'say', next: dated }
  const known = courtesy.at(tokens, at)
  if (!known || known.value.meaning === 'weak' || known.value.meaning === 'cancel alone') return null
  if (!['greet', 'or'].includes(known.value.meaning) && !spoken.has(known.value.languages)) return null
  const token = tokens[at]
  const after = tokens[known.next]
  if (isOfNumber(tokens, at)) return null
  const isState = token && regionNamed(token.text)?.isCode && (after?.kind === 'number' || (!after && at > 0))
  if (isState && known.next === at + 1) return null
  return { meaning: known.value.meaning, next: known.next }
}

/** "12bis", "No. 14/2" */
function isOfNumber(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.glued && tokens[at - 1]?.kind === 'number') return true
  return tokens[at]?.text === 'no' && tokens[at + 1]?.text === '.' && tokens[at + 2]?.kind === 'number'
}

/** "March 3rd 2026", "18. März": a day is no street. */
function dateAt(tokens: readonly Token[], at: number): number | null {
  // "we moved on the 1st"
  if (tokens[at]?.text === 'the' && tokens.length === at + 3 && isOrdinal(tokens, at + 1)) return at + 3
  let next = at
  while (next < tokens.length && next - at < 5 && isOfDate(tokens[next])) next += 1
  const parts = tokens.slice(at, next)
  const isDate = parts.some(({ text }) => months().has(text)) && parts.some(({ kind }) => kind === 'number')
  return isDate && addressWordAt(tokens, next)?.meaning !== 'street' ? next : null
}

function isOrdinal(tokens: readonly Token[], at: number): boolean {
  const [number, ending] = [tokens[at], tokens[at + 1]]
  return number?.kind === 'number' && ending?.text === ordinalEnding(Number(number.text))
}

function isOfDate(token: Token | undefined): boolean {
  if (token === undefined) return false
  if (token.kind === 'number' || months().has(token.text)) return true
  return token.text === '.' || /^(?:st|nd|rd|th|de)$/.test(token.text)
}

const TROUBLE = new Set(['ask', 'change', 'cancel', 'cancel alone', 'cancel at the end'])

/**
 * Every word is one of courtesy: nothing in it needs an answer. `named`: nor do words that name a part of an address,
 * where it stands beside them ("my street is").
 */
export function isUnderstood(tokens: readonly Token[], named = false): boolean {
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]
    const known = courtesy.at(tokens, at)
    if (known && !TROUBLE.has(known.value.meaning)) at = known.next
    else if (named && addressWordAt(tokens, at, false)) at += 1
    else if (token?.kind === 'word' || token?.kind === 'number') return false
    else at += 1
  }
  return true
}

/** "Receiving", "Nice": one word that sentences have, written as a name, and the label of nothing. */
export function isPlainWord({ tokens, text }: Piece): boolean {
  const isWeak = courtesy.get(tokens[0]?.text ?? '')?.meaning === 'weak'
  return tokens.length === 1 && isWeak && /^\p{Lu}/u.test(text) && labelNamed(text) === null
}
