import { loadLexicon } from '#src/reading/lexicon.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { flat, fold } from '../form/fold.ts'
import type { Doubt } from '../problems.ts'
import { findInstrument, LONGEST_NAME, type Named, singularOf } from './instrument-names.ts'
import { type Quantity, readQuantity } from './quantities.ts'

export type InstrumentsRead = { instruments: Record<string, number | null>; doubts: Doubt[]; pieces: string[] }

const MOST_TEXT = 4000
const MOST_SEATS = 99
const latinStrings = /\b(?:violons?|violoncelles?|contrebasse|violino|violini|violoncello|quatuor)\b/

const words = loadLexicon('booking-seats')
const known = loadLexicon('booking-instruments')

/** The seats of an answer to 'which instruments?': a multiset; null where the number is vague. */
export function readInstrumentField(text: string): InstrumentsRead {
  const read: InstrumentsRead = { instruments: {}, doubts: [], pieces: [] }
  const folded = byDesks(nameVarieties(fold(checked(text.slice(0, MOST_TEXT)))))
  // Among French and Italian strings 'alto' is the viola.
  const said = latinStrings.test(folded) ? folded.replace(/\baltos?\b(?! sax)/g, 'viola') : folded
  for (const part of cutParts(said)) readPart(part, read)
  return read
}

/** '[x] violin (x2) [ ] viola [x] cello': what is ticked. */
function checked(text: string): string {
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

/** '2 guitars (one acoustic, one electric)' -> 'one acoustic guitar, one electric guitar'. */
export function nameVarieties(folded: string): string {
  return folded.replace(/(?:\b\w{1,6} )?\b([a-z]{3,20}) ?\(([^()]{3,80})\)/g, (whole, head: string, inner: string) => {
    const named = inner.split(/,|&|\band\b|\+/).map((part) => `${flat(part)} ${singularOf(head)}`)
    const areKnown = named.length > 1 && named.every((name) => findInstrument(readQuantity(name).rest) !== null)
    return areKnown ? named.join(', ') : whole
  })
}

/** Cuts 'a, b and c' apart; brackets stay with what they explain, lists in brackets behind a group are opened. */
function cutParts(folded: string): string[] {
  const opened = folded.replace(/([a-z ]+?)[:\s]*\(([^()]{3,200})\)/g, (whole, head: string, inner: string) => {
    const group = findInstrument(flat(head))
    return /,|&| and |\+|\/|\d/.test(inner) &&
      (group?.kind === 'group' || group?.kind === 'ensemble') &&
      countNames(inner) > 1
      ? inner
      : whole
  })
  const masked = opened.replace(/\([^()]{0,200}\)/g, (inner) => inner.replace(/[,;&+/\n]|\band\b/g, ' '))
  return masked
    .split(SEPARATORS)
    .map((part) => part.replace(/^[\s*>.-]+|[\s.!]+$/g, ''))
    .filter((part) => /[a-z]/.test(part))
    .slice(0, 40)
}

const SEPARATORS = new RegExp(
  [
    /[,;\n•·|]|\s\+\s|\+(?=\s?[a-z\d])|\s?\/\s?(?=[a-z\d])/,
    /(?<!\bone )\s(?:and|&|plus|und|et|y|e|as well as|with|along with)\s/,
    /(?<=[a-z]{3})\s(?=\d{1,2} ?x? (?!string)[a-z]{3})/,
  ]
    .map(({ source }) => source)
    .join('|'),
)

function countNames(text: string): number {
  return text.split(/,|&| and |\+|\//).filter((part) => findLongest(part.replace(/[\dx]/g, ' ')) !== null).length
}

function readPart(part: string, read: InstrumentsRead): void {
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
function readEither(choice: string[], read: InstrumentsRead): void {
  for (const one of choice) {
    const { quantity, rest } = readQuantity(one)
    const found = findLongest(rest)
    if (found?.named.kind !== 'instrument') continue
    add(read, found.named.name, quantity.isVague ? null : (quantity.count ?? 1))
  }
  read.doubts.push({ problem: 'ambiguous_instrument', about: flat(choice.join(' or ')) })
}

/** The longest known name in the words; in brackets a variety ('guitar (electric)') is tried first. */
function findLongest(text: string): { named: Named; name: string } | null {
  const variety = /^([a-z -]{3,30})\(([a-z -]{3,20})\)/.exec(text)
  const joined = variety && findInstrument(flat(`${variety[2]} ${singularOf(flat(variety[1] ?? ''))}`))
  if (joined) return { named: joined, name: flat(text) }
  const words = text
    .replace(/\([^()]*\)?/g, ' ')
    .replace(/["“”:]/g, ' ')
    .trim()
    .split(/\s+/)
    .slice(0, 12)
  for (let size = Math.min(LONGEST_NAME, words.length); size > 0; size -= 1) {
    for (let at = 0; at + size <= words.length; at += 1) {
      const name = words.slice(at, at + size).join(' ')
      const named = findInstrument(name)
      if (named) return { named, name }
    }
  }
  return null
}

export function take(named: Named, quantity: Quantity, name: string, part: string, read: InstrumentsRead): void {
  read.pieces.push(flat(part))
  if (named.kind === 'group') {
    add(read, name, quantity.count)
    read.doubts.push({ problem: 'quantity_ambiguous', about: name })
    return
  }
  if (named.kind === 'ensemble') {
    for (const [seat, count] of named.seats) add(read, seat, count * (quantity.count ?? 1))
    read.doubts.push({ problem: 'ensemble_expanded', about: name })
    return
  }
  takeInstrument(named, quantity, name, read)
}

function takeInstrument(
  named: Extract<Named, { kind: 'instrument' }>,
  quantity: Quantity,
  name: string,
  read: InstrumentsRead,
): void {
  const isVague = quantity.isVague || (named.isPlural && quantity.count === null)
  add(read, named.name, isVague ? null : (quantity.count ?? 1))
  if (isVague) read.doubts.push({ problem: 'quantity_ambiguous', about: name })
  if (named.isRare) read.doubts.push({ problem: 'unknown_instrument', about: named.name })
  if (named.isAmbiguous) read.doubts.push({ problem: 'ambiguous_instrument', about: named.name })
}

function takeUnknown(rest: string, quantity: Quantity, read: InstrumentsRead): void {
  const bare = tokenise(rest.replace(/\([^()]*\)?/g, ' ')).filter(({ kind }) => kind === 'word')
  const name = bare.flatMap(({ text }) => (known.get(text) ? [] : [text])).join(' ')
  if (name.length < 3 || name.length > 40 || name.split(' ').length > 3) return
  const single = singularOf(name)
  const isVague = quantity.isVague || (single !== name && quantity.count === null)
  add(read, single, isVague ? null : (quantity.count ?? 1))
  if (isVague) read.doubts.push({ problem: 'quantity_ambiguous', about: name })
  read.doubts.push({ problem: 'unknown_instrument', about: single })
  read.pieces.push(flat(rest))
}

/** A name said twice is two seats; one vague count makes the sum vague. */
function add(read: InstrumentsRead, name: string, count: number | null): void {
  const before = Object.hasOwn(read.instruments, name) ? read.instruments[name] : 0
  read.instruments[name] =
    count === null || before === null || before === undefined ? null : Math.min(MOST_SEATS, before + count)
}
