import { loadLexicon } from '#src/reading/lexicon.ts'
import { numberAt } from '#src/reading/numbers/number-words.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'

type Limits = { perPerson: number | null; perColour: number | null; piece: string }

const sale = loadLexicon('sale')
const NEAR = 4

/** "Max 5 per person", "limit 4 per customer", "one per colour" -> the limits; null where none is said. */
export function readLimits(text: string): Limits {
  const tokens = tokenise(text)
  const limits: Limits = { perPerson: null, perColour: null, piece: '' }
  for (let at = 0, next = 0; at < tokens.length; at = next) {
    const found = limitAt(tokens, at)
    next = found ? Math.max(at + 1, found.to) : at + 1
    if (!found || limits[found.kind] !== null) continue
    limits[found.kind] = found.count
    const piece = text.slice(tokens[found.from]?.start, tokens[found.to - 1]?.end)
    limits.piece = limits.piece ? `${limits.piece}; ${piece}` : piece
  }
  return limits
}

/** A number with a word for "at most" before it, or with "per" and a person or colour after it. */
function limitAt(tokens: readonly Token[], at: number) {
  const number = numberAt(tokens, at)
  if (!number || number.value < 1 || number.value > 999 || isMoney(tokens, at)) return null
  const max = maxBefore(tokens, at)
  const per = perAfter(tokens, number.next)
  const tag = per?.tag ?? 'head'
  const isAtMost = max !== null && (per !== null || endsSoon(tokens, number.next))
  if (!isAtMost && per === null) return null
  const kind = tag === 'colour' ? ('perColour' as const) : ('perPerson' as const)
  return { kind, count: number.value, from: max ?? at, to: per?.to ?? number.next }
}

function isMoney(tokens: readonly Token[], at: number): boolean {
  return (
    /^(?:\p{Sc}|ksh|kes|ugx|usd|eur)$/u.test(tokens[at - 1]?.text ?? '') || /\p{Sc}/u.test(tokens[at + 1]?.text ?? '')
  )
}

function maxBefore(tokens: readonly Token[], at: number): number | null {
  for (let back = at - 1; back >= Math.max(0, at - NEAR); back -= 1) {
    if (/[.!?\n]/.test(tokens[back]?.text ?? '')) return null
    const entry = sale.at(tokens, back)
    if (entry?.value.meaning === 'max' && at - entry.next <= 1) return back
  }
  return null
}

/** "per person", "of any one colour", "a customer", "pairs per person": within a few words, in the same sentence. */
function perAfter(tokens: readonly Token[], from: number): { tag: string; to: number } | null {
  const end = tokens.slice(from, from + 3).findIndex(({ text }) => /[.!?\n]/.test(text))
  const reach = end < 0 ? 3 : end
  for (let at = from; at < from + reach; at += 1) {
    const per = sale.at(tokens, at)
    const what = per?.value.meaning === 'per' ? whatOf(tokens, per.next) : null
    if (what) return what
  }
  return null
}

function whatOf(tokens: readonly Token[], at: number): { tag: string; to: number } | null {
  const isOne = /^(?:one|single|same)$/.test(tokens[at]?.text ?? '')
  const what = sale.at(tokens, isOne ? at + 1 : at)
  return what && ['head', 'colour'].includes(what.value.meaning) ? { tag: what.value.meaning, to: what.next } : null
}

/** "Limit 3!", "max 6 pairs each", "max 2)": nothing follows that the number could be of. */
function endsSoon(tokens: readonly Token[], from: number): boolean {
  const rest = tokens.slice(from, from + 4)
  const end = rest.findIndex(({ kind, text }) => kind === 'line' || kind === 'emoji' || /[.!?,;)]/.test(text))
  const words = end < 0 ? rest : rest.slice(0, end)
  return (end >= 0 || from + 4 >= tokens.length) && words.length <= 3 && words.every(({ kind }) => kind === 'word')
}
