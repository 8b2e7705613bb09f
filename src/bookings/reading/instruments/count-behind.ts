import type { Token } from '#src/reading/tokens.ts'
import { readTokens } from '../times/time-tokens.ts'
import { namedAt } from './instrument-names.ts'
import { countBefore, type Mention, namesIn } from './mentions.ts'

/** 'violins x2', 'cello (2)', 'viola: 1'; 'violin 2, cello 1' where each name of several has a number of its own. */
export function countBehind(tokens: readonly Token[], at: number): string {
  const [mark, count] = [tokens[at], tokens[at + 1]]
  if (['x', '(', ':'].includes(mark?.text ?? '')) return isCount(tokens, at + 1) ? ` x${count?.text}` : ''
  return isCount(tokens, at) && areAllCounted(tokens) ? ` x${mark?.text}` : ''
}

/** "2", "2, "; neither "2 pm", "2-4 pm", "2 hours", "14 January" nor, right behind a name, "2 songs". */
function isCount(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.kind !== 'number') return false
  const words = tokens.slice(at, at + REACH).map(({ text, glued }) => (glued ? text : ` ${text}`))
  const [count, next, last] = readTokens(words.join(''))
  if (count?.kind !== 'number' || count.isOrdinal || next?.kind === 'month') return false
  if (next?.kind === 'op' && next.op === 'to') return last?.kind !== 'number' && last?.kind !== 'clock'
  return next?.kind !== 'word' || namedAt(tokens, at - 1) === null
}

/** How many words a time or a date behind a number takes at most. */
const REACH = 6

const counted = new WeakMap<readonly Token[], boolean>()

/** Known of each sentence once: it is asked at every name. */
function areAllCounted(tokens: readonly Token[]): boolean {
  const known = counted.get(tokens)
  if (known !== undefined) return known
  const named = namesIn(tokens)
  const names = new Set(named.map(({ name }) => name))
  const isAlone = ({ at, next }: Mention) => isCount(tokens, next) && countBefore(tokens, at).length === 0
  const areAll = named.length > 1 && names.size === named.length && named.every(isAlone)
  counted.set(tokens, areAll)
  return areAll
}
