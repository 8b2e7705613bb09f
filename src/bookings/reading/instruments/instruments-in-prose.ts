import { loadLexicon } from '#src/reading/lexicon.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { fold } from '../form/fold.ts'
import { type NamedAt, namedAt } from './instrument-names.ts'
import { readQuantity } from './quantities.ts'
import { type InstrumentsRead, nameVarieties, take } from './read-instruments.ts'

const MOST_TEXT = 8000
const words = loadLexicon('booking-seats')
const OWNERS = new Set(['i', 'we', 'he', 'she'])
const MINE = new Set(['my', 'our', 'his', 'her'])
const ADVERBS = new Set(['already', 'also', 'can', 'will', 'do', 'own'])
const PRAISE = new Set(['just', 'only', 'the', 'good', 'great', 'session'])
/** Names that are everyday words or two letters: in free text they need a second word. */
const EVERYDAY = new Set(
  ['acoustic key upright band section cor voice chant canto full organ spoons viol resonator bari', 'recorder drum va']
    .concat('vl vn db fl cl ob hn drs')
    .flatMap((row) => row.split(' ')),
)

/** The seats asked for in free words; a thing said twice is one wish. */
export function readInstrumentProse(text: string): InstrumentsRead {
  const read: InstrumentsRead = { instruments: {}, doubts: [], pieces: [] }
  const folded = nameVarieties(fold(text.slice(0, MOST_TEXT)))
  const plain = folded.replace(/\b(?:instead of|rather than)\b[^.!?\n]{0,200}/g, '')
  const sentences = plain
    .split(/(?<=[.!?;])\s+|\n+|\s-\s|,? but |, (?=(?:so |and )?(?:what |all )?(?:we|i) )/)
    .map(tokenise)
  const wanted = sentences.filter((one) => means(one, 'wants') && !means(one, 'spares'))
  const isSaid = wanted.some((sentence) => namesIn(sentence).length > 0)
  const others = sentences.filter((one) => !isOwned(one))
  const seen = new Set<string>()
  for (const sentence of isSaid ? wanted : others) takeSentence(sentence, read, seen)
  const apart = isSaid ? others.filter((one) => !wanted.includes(one)).flatMap(namesIn) : []
  // "Do you have a harpist? If yes ..."
  if (sentences.some((one) => means(one, 'depends'))) for (const one of sentences.flatMap(namesIn)) doubtOf(one, read)
  for (const mention of apart) if (!seen.has(keyOf(mention))) doubtOf(mention, read)
  return read
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
  return means(tokens, 'spares') || tokens.some((_, at) => isOwnedAt(tokens, at))
}

function isOwnedAt(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.text ?? ''
  if (word === "i'm") return [2, 3].some((ahead) => namedAt(tokens, at + ahead) !== null)
  if (!OWNERS.has(word) && !MINE.has(word)) return false
  let next = MINE.has(word) ? at + 2 : at + 1
  while (ADVERBS.has(tokens[next]?.text ?? '')) next += 1
  const isVerb =
    ['has', 'is'].includes(meaningAt(tokens, next)) && (MINE.has(word) || meaningAt(tokens, next) === 'has')
  return isVerb && meaningAt(tokens, next + 1) !== 'wants'
}

function takeSentence(tokens: readonly Token[], read: InstrumentsRead, seen: Set<string>): void {
  for (const mention of namesIn(tokens)) {
    const { named, name } = mention
    const key = keyOf(mention)
    const lead = countBefore(tokens, mention.at)
    if (seen.has(key) && !lead.includes('another') && !lead.includes('second')) continue
    seen.add(key)
    if (isUnsure(tokens, mention.at - lead.length)) doubtOf(mention, read)
    const said = [...lead.filter((word) => !PRAISE.has(word)), name].join(' ').replaceAll(' - ', '-')
    const { quantity } = readQuantity(said + countBehind(tokens, mention.next))
    take(named, quantity, name, said, read)
  }
}

/** The few words before a name that can count it: 'two', 'a pair of', 'a few'. */
function countBefore(tokens: readonly Token[], at: number): string[] {
  let from = at
  const counts = (token: Token | undefined) =>
    token?.kind === 'number' || token?.text === '-' || words.get(token?.text ?? '')?.meaning === 'count'
  while (from > 0 && counts(tokens[from - 1])) from -= 1
  return tokens.slice(from, at).map(({ text }) => text)
}

/** 'violins x2', 'cello (2)'. */
function countBehind(tokens: readonly Token[], at: number): string {
  const [mark = '', count] = [tokens[at]?.text, tokens[at + 1]]
  return (mark === 'x' || mark === '(') && count?.kind === 'number' ? ` x${count.text}` : ''
}

type Mention = NamedAt & { at: number }

/** Known names in a sentence, longest first, none inside another, none that is only spoken of. */
function namesIn(tokens: readonly Token[]): Mention[] {
  const found: Mention[] = []
  for (let at = 0; at < tokens.length; ) {
    const hit = namedAt(tokens, at)
    const isName = hit && !(hit.next === at + 1 && EVERYDAY.has(hit.name))
    if (isName && !isAside(tokens, at, hit.next)) found.push({ ...hit, at })
    at = isName ? hit.next : at + 1
  }
  return found
}

/** "a violin ballad", "over the piano": a part of the song, not a seat. */
function isAside(tokens: readonly Token[], at: number, next: number): boolean {
  const before = [1, 2, 3, 4, 5].flatMap((back) => {
    const said = words.at(tokens, at - back)
    // "we'd like a viola" is no "sounds like a viola"
    const isWish = meaningAt(tokens, at - back - 1) === 'wants' && words.at(tokens, at - back - 1)?.next !== at - back
    return said && !isWish && (said.next === at || said.next === at - 1) ? [said.value.meaning] : []
  })
  if (before.includes('beside')) return true
  return meaningAt(tokens, next) === 'part' && (before.includes('aside') || !means(tokens.slice(0, at), 'wants'))
}
