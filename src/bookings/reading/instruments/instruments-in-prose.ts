import { wordsOf } from '#src/reading/lexicon.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { fold } from '../form/fold.ts'
import { countBehind } from './count-behind.ts'
import { namedAt } from './instrument-names.ts'
import { countBefore, explains, halfNamedIn, isNext, isTakenAway, keyOf, type Mention, namesIn } from './mentions.ts'
import { openGroups } from './open-groups.ts'
import { isOwned, isPast, means } from './owned.ts'
import { readQuantity } from './quantities.ts'
import { inLatin, take } from './read-instruments.ts'
import { createWanted, type InstrumentsRead, settleSeats, type Wanted } from './settle-seats.ts'
import { bracketsApart, nameVarieties } from './varieties.ts'

const MOST_TEXT = 8000
const PRAISE = wordsOf('booking-words', 'praise')

/** The seats asked for in free words; a thing said twice is one wish. */
export function readInstrumentProse(text: string): InstrumentsRead {
  const read = createWanted()
  const latin = inLatin(fold(text.slice(0, MOST_TEXT)))
  const folded = openGroups(nameVarieties(latin), read)
  read.doubts.push(...bracketsApart(latin))
  const plain = folded
    .replace(LACKING, '$1 lack ')
    .replace(/\b(?:instead of|rather than)\b[^.!?\n,]{0,200}?(?=,| (?:we|i) |[.!?\n]|$)/g, '')
  const sentences = plain
    .split(/(?<=[.!?;])\s+|\n+|\s-\s|,? but |, (?=(?:just|only) )|, (?=(?:so |and )?(?:what |all )?(?:we|i) )/)
    .map(tokenise)
  const wanted = wishesIn(sentences)
  const isSaid = wanted.some((sentence) => namesIn(sentence).length > 0)
  const others = sentences.filter((one) => !isOwned(one))
  const seen = new Set<string>()
  const used = isSaid ? wanted : others
  for (const sentence of used) takeSentence(sentence, read, seen)
  for (const sentence of sentences.filter((one) => !used.includes(one))) lessOf(sentence, read)
  const apart = isSaid ? others.filter((one) => !wanted.includes(one)).flatMap(namesIn) : []
  // "Do you have a harpist? If yes ..."
  if (sentences.some((one) => means(one, 'depends'))) for (const one of sentences.flatMap(namesIn)) doubtOf(one, read)
  for (const mention of apart) if (!seen.has(keyOf(mention))) doubtOf(mention, read)
  return settleSeats(read)
}

/** The sentences that ask, and the items of the list below one. */
function wishesIn(sentences: readonly Token[][]): Token[][] {
  const wanted: Token[][] = []
  for (const [at, one] of sentences.entries()) {
    const isItem = /^[-*\u2022]$/.test(one[0]?.text ?? '') && wanted.includes(sentences[at - 1] ?? []) && !isOwned(one)
    const asks = isItem || means(one, 'wants') || means(one, 'enquires') || asksOurs(one)
    if (asks && !means(one, 'spares') && !isPast(one)) wanted.push(one)
  }
  return wanted
}

/** "We have an organ but no organist" */
const LACKING = /\b((?:have|has|got|own) [^.!?\n]{1,60}?),? but no /g

/** "A string quartet on Friday. No cello": what a sentence beside the wish takes away. */
function lessOf(tokens: readonly Token[], read: Wanted): void {
  for (const mention of namesIn(tokens)) {
    if (isTakenAway(tokens, mention.at - countBefore(tokens, mention.at).length))
      takeMention(tokens, mention, true, read)
  }
}

/** "Could two of your violins come in": ours are asked for. */
function asksOurs(tokens: readonly Token[]): boolean {
  return namesIn(tokens).some(
    ({ named, at }) => named.kind === 'instrument' && countBefore(tokens, at).includes('your'),
  )
}

/** Named, but it is not said whether anybody is to play it. */
function doubtOf({ name }: Mention, read: InstrumentsRead): void {
  read.doubts.push({ problem: 'ambiguous_instrument', about: name })
}

const UNSURE = new Set(
  'no not without never maybe perhaps possibly if unless except or either neither nor rather'.split(' '),
)

/** "no drums", "maybe a cello", "violin or viola": a word right before it that turns it round. */
function isUnsure(tokens: readonly Token[], { at }: Mention, lead: number): boolean {
  const first = at - lead
  return (
    tokens[first]?.text === 'or' || tokens.slice(Math.max(0, first - 3), first).some(({ text }) => UNSURE.has(text))
  )
}

/** Named before; "one French horn, but the horn alone ..." is cut short. */
function isAgain(key: string, lead: readonly string[], seen: ReadonlySet<string>): boolean {
  if (lead.join() === 'the' && [...seen].some((one) => one.endsWith(` ${key}`))) return true
  return seen.has(key) && !lead.includes('another') && !lead.includes('second')
}

function isUnclear(tokens: readonly Token[], mention: Mention, lead: number): boolean {
  const { at, next } = mention
  const isOpen = countsBoth(tokens, mention, lead) || isDesk(tokens, next)
  return isOpen || isUnsure(tokens, mention, lead) || explains(tokens, at)
}

/** "violin I, violin II": another seat, or the same; "violin 2, cello 1" counts. */
function isDesk(tokens: readonly Token[], next: number): boolean {
  return /^(?:ii|2)$/.test(tokens[next]?.text ?? '') && countBehind(tokens, next) === ''
}

/** "violin 2 cello 1": a number on both sides, and a name before the first. */
function countsBoth(tokens: readonly Token[], { at, next }: Mention, lead: number): boolean {
  const isBehindName = [1, 2, 3].some((back) => namedAt(tokens, at - lead - back)?.next === at - lead)
  return lead > 0 && isBehindName && tokens[next]?.kind === 'number'
}

function takeSentence(tokens: readonly Token[], read: Wanted, seen: Set<string>): void {
  for (const about of halfNamedIn(tokens)) read.doubts.push({ problem: 'ambiguous_instrument', about })
  for (const mention of namesIn(tokens)) {
    const key = keyOf(mention)
    const lead = countBefore(tokens, mention.at)
    const isTaken = isTakenAway(tokens, mention.at - lead.length)
    if (!isTaken && isAgain(key, lead, seen) && !isDesk(tokens, mention.next) && !isNext(tokens, mention.at)) continue
    if (!isTaken) seen.add(key)
    const isLess = isTaken && read.ensembles.some((seats) => seats.some(([name]) => name === key))
    if (!isLess && isUnclear(tokens, mention, lead.length)) doubtOf(mention, read)
    takeMention(tokens, mention, isTaken, read)
  }
}

function takeMention(
  tokens: readonly Token[],
  { named, name, at, next }: Mention,
  isTaken: boolean,
  read: Wanted,
): void {
  const lead = countBefore(tokens, at)
  const said = [...lead.filter((word) => !PRAISE.has(word)), name].join(' ').replaceAll(' - ', '-')
  const { quantity } = readQuantity(said + countBehind(tokens, next))
  take(named, isTaken ? { ...quantity, isTaken } : quantity, name, said, read)
}
