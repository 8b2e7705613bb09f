import { loadLexicon, wordSet } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import type { Token } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'
import { isOfSlots, type Slots, sayClock, sayLength, type Times } from './slots.ts'

const plain = loadLexicon('booking-plain')
const units = loadLexicon('booking-units')
const topics = loadLexicon('booking-topics')
/** "2 to 5", "the 14" */
const JOINTS = wordSet('- to till til until the')
const BETWEEN = 2
const COUNTED = /^about (?:music|files|gear|getting in)$/

/** What the numbers of a clause count: bars and takes, minutes, hours of the day, money; or nobody knows. */
export function takeNumbers(tokens: readonly Token[], slots: Slots, said: Times): void {
  for (let at = 0, before = ''; at < tokens.length; ) {
    const read = numberAt(tokens, at)
    const kind = read ? kindOf(tokens, at, read.next, before) : ''
    if (read) sayNumber(kind, read.value * (kind === 'length' ? minutesOf(tokens, read.next) : 1), slots, said)
    before = kind
    at = read?.next ?? namedAt(tokens, at)?.next ?? at + 1
  }
}

function sayNumber(kind: string, value: number, slots: Slots, said: Times): void {
  if (kind === 'money') said.isMoney = true
  else if (kind === 'length') sayLength(value, slots, said)
  else if (kind === 'clock') sayClock(value * 60, slots, said)
  else if (kind === 'number' || (kind === 'joined' && !isOfSlots(value, slots))) said.signals.add('number')
}

function numberAt(tokens: readonly Token[], at: number): { value: number; next: number } | null {
  const token = tokens[at]
  if (token?.kind === 'number') return { value: Number(token.text.replaceAll(',', '')), next: at + 1 }
  const isWord = token?.kind === 'word' && token.text !== 'half' && namedAt(tokens, at) === null
  const word = isWord ? numberWordAt(tokens, at) : null
  return word && word.value > 1 ? word : null
}

const meaningAt = (tokens: readonly Token[], at: number) => units.at(tokens, at)?.value.meaning ?? ''

/** The longest entry that ends here: "a crew of". */
function meaningBefore(tokens: readonly Token[], at: number): string {
  // "op. 59"
  const end = tokens[at - 1]?.text === '.' ? at - 1 : at
  const ending = [2, 1].flatMap((back) => {
    const said = units.at(tokens, end - back)
    return said?.next === end ? [said.value.meaning] : []
  })
  return ending[0] ?? ''
}

function kindOf(tokens: readonly Token[], at: number, next: number, last: string): string {
  if (last === 'numbered' || (last === 'money' && tokens[at - 1]?.text === '-')) return last
  const [before, behind] = [meaningBefore(tokens, at), meaningAt(tokens, tokens[next]?.text === '-' ? next + 1 : next)]
  if ([before, behind].includes('money')) return 'money'
  if (behind.startsWith('minutes')) return 'length'
  if (BEFORE.test(before) || isYear(tokens[at]) || isCounted(tokens, next)) return before || 'counted'
  if (countsSeats(tokens, at, next)) return 'seats'
  if (before === 'hour') return 'clock'
  return [at - 1, next].some((one) => JOINTS.has(tokens[one]?.text ?? '')) ? 'joined' : 'number'
}

/** "bar 12", "3 min 40" */
const BEFORE = /^(?:numbered|minutes)/

/** "two violins", "two (2) violins", "2 x violin", "violins (2)", "violin x 2" */
function countsSeats(tokens: readonly Token[], at: number, next: number): boolean {
  const isBehind = [1, 2, 3, 4].some((back) => namedAt(tokens, at - 1 - back)?.next === at - 1)
  if (isBehind && (tokens[at - 1]?.text === '(' || meaningAt(tokens, at - 1) === 'seats')) return true
  if (meaningAt(tokens, next) === 'seats') return namedAt(tokens, next + 1) !== null
  const isAgain = tokens[next]?.text === '(' && tokens[next + 1]?.kind === 'number'
  return namedAt(tokens, isAgain ? next + 3 : tokens[next]?.text === ')' ? next + 1 : next) !== null
}

function minutesOf(tokens: readonly Token[], next: number): number {
  return Number(meaningAt(tokens, tokens[next]?.text === '-' ? next + 1 : next).split(' ')[1])
}

/** "two slow songs", "40 bars" */
function isCounted(tokens: readonly Token[], next: number): boolean {
  return Array.from({ length: BETWEEN + 1 }, (_, step) => next + step).some((one) => {
    const between = tokens.slice(next, one).every(({ kind, text }) => kind === 'word' || text === '-')
    const isThing = meaningAt(tokens, one) === 'counted' || plain.at(tokens, one)?.value.meaning === 'counted'
    const isOfTopic =
      one < next + BETWEEN &&
      meaningAt(tokens, one) !== 'players' &&
      COUNTED.test(topics.at(tokens, one)?.value.meaning ?? '')
    return between && (isThing || isOfTopic)
  })
}

function isYear(token: Token | undefined): boolean {
  return /^(?:19|20)\d\d$/.test(token?.text ?? '')
}
