import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { fold } from '../form/fold.ts'
import { type NamedAt, namedAt } from './instrument-names.ts'
import { openGroups } from './open-groups.ts'
import { isVagueBetween, readQuantity, takesAway } from './quantities.ts'
import { inLatin, take } from './read-instruments.ts'
import { createWanted, type InstrumentsRead, settleSeats, type Wanted } from './settle-seats.ts'
import { bracketsApart, nameVarieties } from './varieties.ts'

const MOST_TEXT = 8000
const words = loadLexicon('booking-seats')
const OWNERS = new Set(['i', 'we', 'he', 'she'])
const MINE = new Set(['my', 'our', 'his', 'her'])
const ASKING = new Set(['could', 'can', 'may', 'might', 'shall', 'should'])
const ADVERBS = new Set(['already', 'also', 'can', 'will', 'do', 'own'])
const PRAISE = wordsOf('booking-words', 'praise')
/** Names that are everyday words or two letters: in free text they need a second word. */
const EVERYDAY = wordsOf('booking-words', 'everyday')

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

const DONE = wordsOf('booking-words', 'played')
/** "our Christmas record": of these nobody knows whether they ask. */
const NOUNS = new Set(['record', 'add', 'request', 'book', 'find'])

/** "Last year Marcus played tenor sax on our record": told in passing. */
function isPast(tokens: readonly Token[]): boolean {
  if (!means(tokens, 'past') || !tokens.some(({ text }) => DONE.has(text))) return false
  return !tokens.some((token, at) => meaningAt(tokens, at) === 'wants' && !NOUNS.has(token.text))
}

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

function keyOf({ named, name }: Mention): string {
  return named.kind === 'instrument' ? named.name : name
}

const UNSURE = new Set(
  'no not without never maybe perhaps possibly if unless except or either neither nor rather'.split(' '),
)

/** "no drums", "maybe a cello", "violin or viola": a word right before it that turns it round. */
function isUnsure(tokens: readonly Token[], at: number): boolean {
  return tokens.slice(Math.max(0, at - 3), at).some(({ text }) => UNSURE.has(text))
}

function means(tokens: readonly Token[], meaning: string): boolean {
  return words.meaningsIn(tokens).has(meaning)
}

function meaningAt(tokens: readonly Token[], at: number): string {
  return words.at(tokens, at)?.value.meaning ?? ''
}

/** Said of an instrument that nobody is to be booked for: "I play piano", "my drummer is ill", "no drums". */
function isOwned(tokens: readonly Token[]): boolean {
  return means(tokens, 'spares') || isPast(tokens) || tokens.some((_, at) => isOwnedAt(tokens, at))
}

function isOwnedAt(tokens: readonly Token[], at: number): boolean {
  const [word = '', short] = (tokens[at]?.text ?? '').split(/(?=')/)
  if (isPerson(tokens, at)) return tellsOwn(tokens, at + 2, true)
  if (word === 'i' && short === "'m") return [2, 3].some((ahead) => namedAt(tokens, at + ahead) !== null)
  // "Could I have a cello"
  return OWNERS.has(word) && !ASKING.has(tokens[at - 1]?.text ?? '') && tellsOwn(tokens, at + 1, false)
}

/** "my drummer", "our studio"; "the singer" is one they know. */
function isPerson(tokens: readonly Token[], at: number): boolean {
  const [word = '', next] = [tokens[at]?.text, tokens[at + 1]]
  if (next?.kind !== 'word' || ASKING.has(tokens[at - 1]?.text ?? '')) return false
  return MINE.has(word) || (word === 'the' && /(?:er|ist)s?$/.test(next.text))
}

/** "(we) already have", "(my drummer) is", but not "(we) have to book". */
function tellsOwn(tokens: readonly Token[], from: number, isThing: boolean): boolean {
  let at = from
  while (ADVERBS.has(tokens[at]?.text ?? '')) at += 1
  const verb = meaningAt(tokens, at)
  return (verb === 'has' || (isThing && verb === 'is')) && meaningAt(tokens, at + 1) !== 'wants'
}

/** Named before; "one French horn, but the horn alone ..." is cut short. */
function isAgain(key: string, lead: readonly string[], seen: ReadonlySet<string>): boolean {
  if (lead.join() === 'the' && [...seen].some((one) => one.endsWith(` ${key}`))) return true
  return seen.has(key) && !lead.includes('another') && !lead.includes('second')
}

function takeSentence(tokens: readonly Token[], read: Wanted, seen: Set<string>): void {
  for (const mention of namesIn(tokens)) {
    const key = keyOf(mention)
    const lead = countBefore(tokens, mention.at)
    const isTaken = isTakenAway(tokens, mention.at - lead.length)
    if (!isTaken && isAgain(key, lead, seen)) continue
    if (!isTaken) seen.add(key)
    const isLess = isTaken && read.ensembles.some((seats) => seats.some(([name]) => name === key))
    const isUnclear = isUnsure(tokens, mention.at - lead.length) || explains(tokens, mention.at)
    if (!isLess && isUnclear) doubtOf(mention, read)
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

/** "(a string quartet) without the second violin", "minus one viola", "no cello". */
function isTakenAway(tokens: readonly Token[], at: number): boolean {
  return [at - 2, at - 1].some((before) => takesAway(tokens, before))
}

/** The few words before a name that can count it: 'two', 'a pair of', 'a few', 'no less than three'. */
function countBefore(tokens: readonly Token[], at: number): string[] {
  let from = at
  const counts = (token: Token | undefined) =>
    token?.kind === 'number' || token?.text === '-' || words.get(token?.text ?? '')?.meaning === 'count'
  while (from > 0 && counts(tokens[from - 1])) from -= 1
  from -= [3, 2].find((back) => isVagueBetween(tokens, from - back, from)) ?? 0
  return tokens.slice(from, at).map(({ text }) => text)
}

/** 'violins x2', 'cello (2)'. */
function countBehind(tokens: readonly Token[], at: number): string {
  const [mark = '', count] = [tokens[at]?.text, tokens[at + 1]]
  return (mark === 'x' || mark === '(') && count?.kind === 'number' ? ` x${count.text}` : ''
}

type Mention = NamedAt & { at: number }

/** A word of every day that names players only where another says so. */
export function isEveryday(name: string): boolean {
  return EVERYDAY.has(name)
}

/** Known names in a sentence, longest first, none inside another, none that is only spoken of. */
function namesIn(tokens: readonly Token[]): Mention[] {
  const found: Mention[] = []
  for (let at = 0; at < tokens.length; ) {
    const hit = namedAt(tokens, at)
    const isName = hit && !(hit.next === at + 1 && EVERYDAY.has(hit.name) && !isPointedAt(tokens, at))
    if (isName && !isTheirs(tokens, at) && !isAside(tokens, at, hit.next)) found.push({ ...hit, at })
    at = isName ? hit.next : at + 1
  }
  return found
}

/** "one (organ)", "2 organ", "one organ": no everyday word. */
function isPointedAt(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  const isCounted = before?.kind === 'number' || /^(?:one|two|three|four)$/.test(before?.text ?? '')
  return isCounted || isBracketed(tokens, at)
}

function isBracketed(tokens: readonly Token[], at: number): boolean {
  return tokens[at - 1]?.text === '(' && tokens[at + 1]?.text === ')'
}

/** "2 violins (viola)": nobody knows which is meant. */
function explains(tokens: readonly Token[], at: number): boolean {
  const end = at - 1
  return isBracketed(tokens, at) && [1, 2, 3].some((back) => end >= back && namedAt(tokens, end - back)?.next === end)
}

/** "I run a choir and need a cello" */
function isTheirs(tokens: readonly Token[], at: number): boolean {
  return [2, 3].some((back) => at >= back && isOwnedAt(tokens.slice(0, at), at - back))
}

/** "record with a viola", "go ahead with a viola": the wish itself ends with that word. */
function reachesInto(tokens: readonly Token[], at: number): boolean {
  return [1, 2, 3, 4].some((back) => {
    const said = words.at(tokens, at - back)
    return said?.value.meaning === 'wants' && said.next > at
  })
}

/** "a violin ballad", "over the piano": a part of the song, not a seat. */
function isAside(tokens: readonly Token[], at: number, next: number): boolean {
  const before = [1, 2, 3, 4, 5].flatMap((back) => {
    const said = words.at(tokens, at - back)
    // "we'd like a viola" is no "sounds like a viola"
    const isWish = reachesInto(tokens, at - back)
    const isAsked = tokens[at - back]?.text === 'about' && means(tokens.slice(0, at - back), 'enquires')
    return said && !isWish && !isAsked && (said.next === at || said.next === at - 1) ? [said.value.meaning] : []
  })
  if (before.includes('beside')) return true
  return meaningAt(tokens, next) === 'part' && (before.includes('aside') || !means(tokens.slice(0, at), 'wants'))
}
