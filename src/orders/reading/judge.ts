import type { Offer } from '../sales/read-sale.ts'
import type { Atom } from './atoms.ts'
import { isHost } from './email-hosts.ts'
import type { EmailFound } from './find-emails.ts'
import type { ItemsRead } from './items/shapes.ts'
import type { Prepared } from './prepare.ts'

/** Why a person must look, for machines. */
export type Doubt =
  | 'injection'
  | 'hostile'
  | 'hidden-text'
  | 'too-long'
  | 'two-emails'
  | 'repaired-email'
  | 'typo-domain'
  | 'broken-email'
  | 'cancellation'
  | 'complaint'
  | 'question'
  | 'refers-to-earlier'
  | 'over-limit'
  | 'over-limit-colour'
  | 'not-on-offer'
  | 'ambiguous'
  | 'takes-back'
  | 'not-understood'
  | 'no-items'

/** What was seen of a comment before it is judged. */
export type Seen = {
  prepared: Prepared
  offer: Offer
  atoms: Atom[]
  read: ItemsRead
  /** A colour is named by another word than the offer's. */
  isLoose: boolean
  email: EmailFound | null
}

/** Words that say what the writer is about; the first that is there sharpens the sentence on the card. */
const ABOUT: [string, Doubt][] = [
  ['cancel', 'cancellation'],
  ['complain', 'complaint'],
  ['price', 'question'],
  ['question', 'question'],
  ['earlier', 'refers-to-earlier'],
]

/** Every reason against a comment; none means nothing is left over and nothing is doubtful. */
export function findDoubts(seen: Seen, { isOrder, isWish }: { isOrder: boolean; isWish: boolean }): Doubt[] {
  const { prepared, read, email } = seen
  const doubts = new Set<Doubt>(doubtsOfText(prepared))
  if (!email && !isWish) return [...doubts, ...withoutEmail(seen)]
  for (const doubt of doubtsOfEmails(prepared.emails, email)) doubts.add(doubt)
  for (const [tag, doubt] of ABOUT) if (read.left.some((atom) => atom.tag === tag)) doubts.add(doubt)
  const all: [boolean, Doubt][] = [
    [read.left.length > 0, 'not-understood'],
    [read.doubtful || seen.isLoose, 'ambiguous'],
    [read.turns, 'takes-back'],
    [isOrder && read.items.length === 0, 'no-items'],
  ]
  for (const [is, doubt] of all) if (is) doubts.add(doubt)
  for (const doubt of doubtsOfItems(read.items, seen.offer)) doubts.add(doubt)
  return [...doubts]
}

function doubtsOfText({ isInjected, isHostile, text }: Prepared): Doubt[] {
  const all: [boolean, Doubt][] = [
    [isInjected, 'injection'],
    [isHostile, 'hostile'],
    [text.hidden, 'hidden-text'],
    [text.truncated, 'too-long'],
  ]
  return all.flatMap(([is, doubt]) => (is ? [doubt] : []))
}

/** What an address leaves when it cannot be read: a provider's name, a sign, a spoken end. */
const BROKEN = /@(?![a-z\d_])|(?<![a-z])(?:g|hot|proton)mail|(?<![a-z])yahoo|icloud|outlook|dot com|#[a-z]+\.[a-z]/

/** "@ellen.craft example.com" */
const HOST = /(?<![a-z\d@.-])[a-z\d-]{2,40}(?:\.[a-z]{2,12}){1,2}(?![a-z\d.])/g

/** Nothing to write to: only a word about an earlier order, or a broken address, is worth a look. */
function withoutEmail({ prepared, atoms, read }: Seen): Doubt[] {
  if (prepared.emails.some(({ flaw }) => flaw === 'broken')) return ['broken-email']
  const has = (tag: string) => atoms.some((atom) => atom.tag === tag)
  const names = atoms.some(({ kind }) => kind === 'colour' || kind === 'count')
  const { text } = prepared.text
  const isMeant = BROKEN.test(text) || (names && [...text.matchAll(HOST)].some(([host]) => isHost(host)))
  if (isMeant || atoms.some((_, at) => isBrokenAt(atoms, at))) return ['broken-email']
  if (has('cancel')) return ['cancellation']
  if (has('complain')) return ['complaint']
  const turns = has('correct') || has('earlier') || has('drop')
  return turns && names && !has('question') && read.left.length < 12 ? ['refers-to-earlier'] : []
}

/** "my email is fenella": words nobody knows where the address should stand. */
function isBrokenAt(atoms: readonly Atom[], at: number): boolean {
  if (atoms[at]?.tag !== 'email') return false
  return atoms.slice(at + 1, at + 3).some(({ kind, text }) => kind === 'unknown' && text.length > 1)
}

function doubtsOfEmails(emails: EmailFound[], chosen: EmailFound | null): Doubt[] {
  const doubts: Doubt[] = []
  if (new Set(emails.map(({ address }) => address)).size > 1) doubts.push('two-emails')
  if (!chosen || emails.some(({ flaw }) => flaw === 'broken')) doubts.push('broken-email')
  if (chosen?.flaw === 'repaired') doubts.push('repaired-email')
  if (chosen?.flaw === 'typo') doubts.push('typo-domain')
  return doubts
}

/** Against what is asked for: the limits, and what is not on offer. */
export function doubtsOfItems(
  items: readonly { count: number; offered: boolean }[],
  { maxPerPerson, maxPerColour }: Offer,
): Doubt[] {
  const total = items.reduce((sum, { count }) => sum + count, 0)
  const all: [boolean, Doubt][] = [
    [items.some(({ offered }) => !offered), 'not-on-offer'],
    [maxPerPerson !== null && total > maxPerPerson, 'over-limit'],
    [maxPerColour !== null && items.some(({ count }) => count > maxPerColour), 'over-limit-colour'],
  ]
  return all.flatMap(([is, doubt]) => (is ? [doubt] : []))
}
