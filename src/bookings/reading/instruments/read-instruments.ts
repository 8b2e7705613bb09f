import { loadLexicon } from '#src/reading/lexicon.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { flat, fold } from '../form/fold.ts'
import { findLongest } from './find-longest.ts'
import { misspelt, type Named, singularOf } from './instrument-names.ts'
import { openGroups } from './open-groups.ts'
import { type Quantity, readQuantity } from './quantities.ts'
import { addSeat, createWanted, type InstrumentsRead, MOST_SEATS, settleSeats, type Wanted } from './settle-seats.ts'
import { bracketsApart, nameVarieties } from './varieties.ts'

const MOST_TEXT = 4000
const latinStrings = /\b(?:violons?|violoncelles?|contrebasse|violino|violini|violoncello|quatuor)\b/

const words = loadLexicon('booking-seats')
const known = loadLexicon('booking-instruments')

/** The seats of an answer to 'which instruments?': a multiset; null where the number is vague. */
export function readInstrumentField(text: string): InstrumentsRead {
  const read = createWanted()
  const ticked = fold(checked(text.slice(0, MOST_TEXT)))
  const folded = byDesks(nameVarieties(ticked))
  read.doubts.push(...bracketsApart(ticked))
  const said = inLatin(folded)
  for (const part of cutParts(openGroups(said, read))) readPart(part, read)
  // "violin - 2, viola -": a count was left open
  const blank = /[a-z] -+ ?\d/.test(said) && /([a-z]+) -+\s*(?:[,;\n]|$)/.exec(said)?.[1]
  if (blank) read.doubts.push({ problem: 'quantity_ambiguous', about: blank })
  return settleSeats(read)
}

/** Among French and Italian strings 'alto' is the viola. */
export function inLatin(folded: string): string {
  return latinStrings.test(folded) ? folded.replace(/\baltos?\b(?! sax)/g, 'viola') : folded
}

/** '[x] violin (x2) [ ] viola [x] cello': what is ticked. */
function checked(text: string): string {
  // "Cello [x]  Violin [ ]"
  if (/^\s*\p{L}/u.test(text) && /[\]☐☑☒✅]\s*$/u.test(text))
    return checked(text.replace(/([^[\]☐☑☒✅]+)(\[\s?[xX✓✔]?\s?\]|[☐☑☒✅])/gu, '$2 $1'))
  const pieces = text.split(/(\[\s?[xX✓✔]?\s?\]|[☐☑☒✅])/u)
  if (pieces.length < 3) return text
  const isTicked = (box: string | undefined) => /[xX✓✔☑☒✅]/u.test(box ?? '')
  return pieces.filter((_, at) => at % 2 === 0 && (at === 0 || isTicked(pieces[at - 1]))).join(', ')
}

/** 'violin 1, violin 2' are two desks and no three violins. */
function byDesks(folded: string): string {
  const hasDesk = (name: string, desk: number) => folded.includes(`${name} ${desk}`)
  return folded.replace(/\b([a-z]{4,12}) ([1-4])\b/g, (whole, name: string, desk: string) =>
    hasDesk(name, 1) && hasDesk(name, 2) ? `${name} #${desk}` : whole,
  )
}

/** Cuts 'a, b and c' apart; brackets stay with what they explain. */
function cutParts(folded: string): string[] {
  const masked = folded.replace(/\([^()]{0,200}\)/g, (inner) => inner.replace(/[,;&+/\n]|\band\b/g, ' '))
  return masked
    .split(SEPARATORS)
    .flatMap(cutAtCounts)
    .map((part) => part.replace(/^[\s*>.-]+|(?<=[a-z\d)])[\s.!-]+$/g, ''))
    .filter((part) => /[a-z]/.test(part))
    .slice(0, 40)
}

/** '2 violins 1 cello' and 'violin 2 cello 1' are two; 'at least 2 violins' is one. */
function cutAtCounts(part: string): string[] {
  const pieces: string[] = []
  const isBehind = /^[a-z]{3}.*[a-z] x?\d{1,2}$/.test(part)
  for (const piece of part.split(isBehind ? BEHIND_COUNTS : BEFORE_COUNTS)) {
    const before = pieces.at(-1)
    if (before === undefined || findLongest(before)) pieces.push(piece)
    else pieces[pieces.length - 1] = `${before} ${piece}`
  }
  return pieces
}

const BEFORE_COUNTS = /(?<=[a-z]{3})\s(?=\d{1,2} ?x? (?!string)[a-z]{3})/
const BEHIND_COUNTS = /(?<=[a-z] x?\d{1,2})\s(?=[a-z]{3})/

const SEPARATORS = new RegExp(
  [
    /[,;\n•·|]|\s\+\s|\+(?=\s?[a-z\d])|\s?\/\s?(?=[a-z\d])/,
    /(?<!\bone )\s(?:and|&|plus|und|et|y|e|as well as|with|along with)\s/,
    /(?<=[a-z]{5})\.\s|\s(?=(?:minus|without|except|excluding|less(?! than)) )/,
  ]
    .map(({ source }) => source)
    .join('|'),
)

function readPart(part: string, read: Wanted): void {
  const tokens = tokenise(part)
  // No names but answers: nothing is asked for yet.
  if (words.at(tokens, 0)?.value.meaning === 'open' || !tokens.some(({ kind }) => kind === 'word')) return
  const choice = part.split(/\s(?:or|ou|oder)\s/)
  const { quantity, rest } = readQuantity(part)
  const found = findLongest(rest)
  if (choice.length > 1 && choice.every((one) => findLongest(one) !== null)) readEither(choice, read)
  else if (found) {
    take(found.named, quantity, found.name, part, read)
    const more = findLongest(rest.replace(found.name, ' , '))
    if (more && found.named.kind === 'instrument')
      read.doubts.push({ problem: 'ambiguous_instrument', about: more.name })
  } else if (!words.meaningsIn(tokens).has('open')) takeUnknown(rest, quantity, read)
}

/** 'violin or viola': who of them is open. */
function readEither(choice: string[], read: Wanted): void {
  for (const one of choice) {
    const { quantity, rest } = readQuantity(one)
    const found = findLongest(rest)
    if (found?.named.kind !== 'instrument') continue
    addSeat(read, found.named.name, quantity.isVague ? null : (quantity.count ?? 1))
  }
  read.doubts.push({ problem: 'ambiguous_instrument', about: flat(choice.join(' or ')) })
}

export function take(named: Named, quantity: Quantity, name: string, part: string, read: Wanted): void {
  read.pieces.push(flat(part))
  if (quantity.isTaken) {
    if (named.kind === 'instrument')
      read.taken.push({ name: named.name, count: quantity.count ?? (named.isPlural ? MOST_SEATS : 1) })
    return
  }
  if (named.kind === 'group') {
    addSeat(read, name, quantity.count)
    read.doubts.push({ problem: 'quantity_ambiguous', about: name })
    return
  }
  if (named.kind === 'ensemble') {
    read.ensembles.push(named.seats.map(([seat, count]) => [seat, count * (quantity.count ?? 1)]))
    read.doubts.push({ problem: 'ensemble_expanded', about: name })
    return
  }
  takeInstrument(named, quantity, name, read)
}

function takeInstrument(
  named: Extract<Named, { kind: 'instrument' }>,
  quantity: Quantity,
  name: string,
  read: Wanted,
): void {
  const isVague = quantity.isVague || (named.isPlural && quantity.count === null)
  addSeat(read, named.name, isVague ? null : (quantity.count ?? 1))
  if (isVague) read.doubts.push({ problem: 'quantity_ambiguous', about: name })
  if (named.isRare) read.doubts.push({ problem: 'unknown_instrument', about: named.name })
  if (named.isGuess) read.doubts.push({ problem: 'not_understood', about: `'${name}' (read as ${named.name})` })
  if (named.isAmbiguous) read.doubts.push({ problem: 'ambiguous_instrument', about: named.name })
}

function takeUnknown(rest: string, quantity: Quantity, read: Wanted): void {
  const bare = tokenise(rest.replace(/\([^()]*\)?/g, ' ')).filter(({ kind }) => kind === 'word')
  const name = bare.flatMap(({ text }) => (known.get(text) ? [] : [text])).join(' ')
  const slip = misspelt(name)
  if (slip) {
    take(slip, quantity, name, rest, read)
    return
  }
  if (name.length < 3 || name.length > 40 || name.split(' ').length > 3) return
  const single = singularOf(name)
  const isVague = quantity.isVague || (single !== name && quantity.count === null)
  addSeat(read, single, isVague ? null : (quantity.count ?? 1))
  if (isVague) read.doubts.push({ problem: 'quantity_ambiguous', about: name })
  read.doubts.push({ problem: 'unknown_instrument', about: single })
  read.pieces.push(flat(rest))
}
