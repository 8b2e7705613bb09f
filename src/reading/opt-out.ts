import { loadLexicon } from './lexicon.ts'
import { normalise } from './text.ts'
import { type Token, tokenise } from './tokens.ts'

const words = loadLexicon('opt-out')
const MOST_CHARS = 320
const LEAST_WORDS = 3

/**
 * Whether a text asks us to stop writing, or to start again; null when it does neither. A sentence counts when every
 * word of it is known and one of them stops: "stop by at 5" and "don't stop" do not. `yes` counts as a start: ask only
 * when the number has stopped us.
 * @see https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export function readOptOut(text: string): 'stop' | 'start' | null {
  const tokens = tokenise(normalise(text, MOST_CHARS).text)
  const sentences = cutSentences(tokens, /[.!?;]/)
  // "Take me off this list, I moved"; a single word before a comma may go on.
  const parts = cutSentences(tokens, /[.!?;,]/).filter((part) => part.length >= LEAST_WORDS)
  if (sentences.some(stops) || parts.some((part) => stops(part) && isForGood(part))) return 'stop'
  const [only] = sentences
  return sentences.length === 1 && only && meaningsOf(only)?.every((one) => one === 'start') ? 'start' : null
}

function cutSentences(tokens: Token[], end: RegExp): Token[][] {
  const sentences: Token[][] = [[]]
  for (const token of tokens) {
    if (token.kind === 'line' || end.test(token.text)) sentences.push([])
    else if (token.kind === 'word' || token.kind === 'number') sentences.at(-1)?.push(token)
  }
  return sentences.filter((sentence) => sentence.length > 0)
}

function stops(sentence: Token[]): boolean {
  const meanings = meaningsOf(sentence)
  if (!meanings) return false
  const has = (meaning: string) => meanings.includes(meaning)
  if (has('own')) return false
  if (has('alone')) return meanings.every((one) => ['alone', 'stop', 'please', 'now'].includes(one))
  // "no more texts today" is not for good
  const isLasting = !has('now') || has('ever')
  if (has('not')) return isLasting && has('write') && !has('stop') && !has('more')
  return has('stop') || (isLasting && (has('enough') || (has('more') && has('write'))))
}

/** "No more texts, I'm driving" may end with the drive. */
function isForGood(part: Token[]): boolean {
  return meaningsOf(part)?.some((one) => one === 'stop' || one === 'ever') ?? false
}

/** What each word means; null when one is not known. */
function meaningsOf(sentence: Token[]): string[] | null {
  const meanings: string[] = []
  for (let at = 0; at < sentence.length; ) {
    const entry = words.at(sentence, at)
    if (!entry) return null
    meanings.push(entry.value.meaning)
    at = entry.next
  }
  return meanings
}
