import type { Offer } from '../sales/read-sale.ts'
import type { Doubt } from './judge.ts'

type Facts = {
  isOrder: boolean
  email: string | null
  items: Record<string, number> | null
  doubts: Doubt[]
  notUnderstood: string[]
  offer: Offer
}

const SENTENCES: Record<Doubt, (facts: Facts) => string> = {
  injection: () => 'Holds instructions to the machine; they were left out',
  hostile: () => 'Holds a script or a formula; it was left out',
  'hidden-text': () => 'Part of the text is hidden or runs backwards',
  'too-long': () => 'Longer than a comment can be; only the start was read',
  'two-emails': () => 'Two e-mail addresses',
  'repaired-email': ({ email }) => `The e-mail was mended to ${email}`,
  'typo-domain': ({ email }) => `E-mail? ${email?.split('@')[1] ?? ''} looks like a slip`,
  'broken-email': () => 'The e-mail address cannot be read',
  cancellation: (facts) => `Wants to cancel${left(facts)}`,
  complaint: (facts) => `Writes about an earlier order${left(facts)}`,
  question: (facts) => `Asks something${left(facts)}`,
  'refers-to-earlier': (facts) => `Refers to an earlier comment${left(facts)}`,
  'over-limit': ({ items, offer }) => `${total(items)} is over the limit of ${offer.maxPerPerson} per person`,
  'over-limit-colour': ({ offer }) => `Over the limit of ${offer.maxPerColour} per colour`,
  'not-on-offer': ({ items, offer }) => `Colour? '${stranger(items, offer)}' is not on offer`,
  'takes-back': () => 'Takes something back, or leaves a colour out',
  ambiguous: () => 'Colour or amount can be read in two ways',
  'not-understood': ({ notUnderstood }) => `Did not understand: ${quoted(notUnderstood)}`,
  'no-items': () => 'Items? No colour and amount could be read',
}

/** One plain sentence for the card; the gravest doubt first. */
export function explain(facts: Facts): string {
  const [first, ...more] = facts.doubts.filter((doubt, _, all) => doubt !== 'not-understood' || all.length === 1)
  if (!first) return facts.isOrder ? 'clear order' : 'No e-mail address, so not an order'
  return `${SENTENCES[first](facts)}${more.length > 0 ? ` (and ${more.length} more to check)` : ''}`
}

/** 0..1, lower with every doubt. */
export function rate(doubts: Doubt[], isOrder: boolean): number {
  const grave = doubts.filter((doubt) => doubt === 'injection' || doubt === 'hostile' || doubt === 'no-items').length
  const start = isOrder ? 0.97 : 0.9
  return Math.max(0.05, Math.round((start - 0.25 * doubts.length - 0.2 * grave) * 100) / 100)
}

const MOST_QUOTED = 3

function quoted(pieces: string[]): string {
  return pieces
    .slice(0, MOST_QUOTED)
    .map((piece) => `"${piece}"`)
    .join(', ')
}

function left({ notUnderstood }: Facts): string {
  return notUnderstood.length > 0 ? `: ${quoted(notUnderstood)}` : ''
}

function total(items: Record<string, number> | null): number {
  return Object.values(items ?? {}).reduce((sum, count) => sum + count, 0)
}

function stranger(items: Record<string, number> | null, offer: Offer): string {
  return Object.keys(items ?? {}).find((key) => !offer.colours.includes(key)) ?? ''
}
