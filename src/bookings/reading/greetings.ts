import { loadLexicon } from '#src/reading/lexicon.ts'
import { pieceOf, type Text } from '#src/reading/text.ts'
import type { Token } from '#src/reading/tokens.ts'

export const answerWords = loadLexicon('answers')
const ENDS = new Set(['=', ...'.,!¡;:-()*~_/'])

export function isEnd(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'line' || ENDS.has(token.text)
}

/** "Morning! I'm in" and "Morning Dane", but "Morning works for me". */
export function isGreeting(text: Text, tokens: readonly Token[], at: number): boolean {
  if (at > 0 || !PARTS.has(tokens[0]?.text ?? '')) return false
  return isEnd(tokens[1]) || nameAfterGreeting(text, tokens, 1) !== null
}

/** "Hi Dane", "Thanks Maya Berg!": capitalised words right after a greeting, which are no words of ours. */
export function nameAfterGreeting(text: Text, tokens: readonly Token[], at: number): number | null {
  if (!isGreeted(tokens, at)) return null
  const rest = tokens.slice(at, at + MOST_NAMES)
  const isName = ({ kind, start, end }: Token, i: number) =>
    kind === 'word' && /^\p{Lu}\p{Ll}{2,}$/u.test(pieceOf(text, start, end)) && !answerWords.at(tokens, at + i)
  const length = rest.findIndex((token, i) => !isName(token, i))
  const next = at + (length < 0 ? rest.length : length)
  const behind = tokens[next]
  const isBound =
    tokens[at - 1]?.text === 'sorry' || /^\p{Lu}\p{Ll}/u.test(behind ? pieceOf(text, behind.start, behind.end) : '')
  const goesOn = behind?.kind === 'word' && isBound
  return next > at && !goesOn ? next : null
}

/** "hey", "hey there", "good morning"; "morning" only at the start. */
function isGreeted(tokens: readonly Token[], at: number): boolean {
  const [first = '', before = ''] = [tokens[at - 2]?.text, tokens[at - 1]?.text]
  if (GREETINGS.has(before)) return true
  return before === 'there' ? GREETINGS.has(first) : PARTS.has(before) && (at === 1 || first === 'good')
}

const MOST_NAMES = 3

const GREETINGS = new Set(['hi', 'hey', 'hello', 'dear', 'thanks', 'hola', 'gracias', 'cheers', 'sorry'])
const PARTS = new Set(['morning', 'afternoon', 'evening'])
