import { loadLexicon } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import { normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { namedAt } from './instrument-names.ts'

const words = loadLexicon('booking-instruments')

/**
 * Words of an answer to "which instruments?" that are no instrument, number or filler, and numbers that are no count
 * ("violin 1 & 2"): a person should look.
 */
export function unknownWords(answer: string, counts: readonly (number | null)[]): string[] {
  const tokens = tokenise(normalise(answer, 2_000).text).filter(({ kind }) => kind !== 'line')
  const unknown: string[] = []
  for (let at = 0; at < tokens.length; ) {
    const named = namedAt(tokens, at)
    const word = named ? null : words.at(tokens, at)
    const next = named?.next ?? word?.next ?? numberWordAt(tokens, at)?.next
    const token = tokens[at]
    const isOpen = next === undefined ? token && isUnknown(token, counts) : isOtherSize(word?.value.meaning, counts)
    if (isOpen && token) unknown.push(token.text)
    at = next ?? at + 1
  }
  return [...new Set([...unknown, ...eachOf(tokens, counts), ...inBrackets(tokens)])].slice(0, 6)
}

/** "String quartet or trio": so many players are not asked for. */
function isOtherSize(meaning = '', counts: readonly (number | null)[]): boolean {
  const [, size] = /^size (\d+)$/.exec(meaning) ?? []
  return size !== undefined && counts.reduce((sum: number, count) => sum + (count ?? 0), 0) !== Number(size)
}

/** "2 each of violin and cello": then all are as many. */
function eachOf(tokens: readonly Token[], counts: readonly (number | null)[]): string[] {
  return tokens.some(({ text }) => text === 'each') && new Set(counts).size > 1 ? ['each'] : []
}

/** "violin (or viola)": who of them is open. */
function inBrackets(tokens: readonly Token[]): string[] {
  return tokens.some(({ text }, at) => text === '(' && tokens[at + 1]?.text === 'or') ? ['or'] : []
}

function isUnknown({ kind, text }: Token, counts: readonly (number | null)[]): boolean {
  if (kind === 'number') return Number(text) > 1 && !counts.includes(Number(text))
  return kind === 'word'
}
