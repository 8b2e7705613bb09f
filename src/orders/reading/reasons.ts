import type { Offer } from '../read-sale.ts'

/** Why a person must look, for machines. */
export type Doubt =
  | 'injection'
  | 'hostile'
  | 'hidden-text'
  | 'two-emails'
  | 'repaired-email'
  | 'typo-domain'
  | 'broken-email'
  | 'glued-email'
  | 'cancellation'
  | 'complaint'
  | 'question'
  | 'refers-to-earlier'
  | 'over-limit'
  | 'over-limit-colour'
  | 'not-on-offer'
  | 'ambiguous'
  | 'no-items'
  | 'special-wish'
  | 'too-long'

type Facts = {
  isOrder: boolean
  spam: boolean
  email: string | null
  items: Record<string, number> | null
  doubts: Doubt[]
  offer: Offer
  unread: string[]
  cancels: boolean
}

const SENTENCES: Record<Doubt, (facts: Facts) => string> = {
  injection: () => 'Holds instructions to the machine; they were left out',
  hostile: () => 'Holds a script or a formula; it was left out',
  'hidden-text': () => 'Part of the text is hidden or runs backwards',
  'two-emails': () => 'Two e-mail addresses',
  'repaired-email': ({ email }) => `The e-mail was mended to ${email}`,
  'typo-domain': ({ email }) => `E-mail? ${email?.split('@')[1] ?? ''} looks like a slip`,
  'broken-email': () => 'The e-mail address cannot be read',
  'glued-email': () => 'The order is stuck to the e-mail address',
  cancellation: () => 'Wants to cancel',
  complaint: () => 'Writes about an earlier order',
  question: () => 'A question, not an order',
  'refers-to-earlier': ({ cancels }) => (cancels ? 'Wants to cancel an earlier order' : 'Refers to an earlier comment'),
  'over-limit': ({ items, offer }) => `${total(items)} is over the limit of ${offer.maxPerPerson} per person`,
  'over-limit-colour': ({ offer }) => `Over the limit of ${offer.maxPerColour} per colour`,
  'not-on-offer': ({ items, offer }) => `Colour? '${stranger(items, offer)}' is not on offer`,
  ambiguous: ({ unread }) =>
    unread.length > 0 ? `How many, or which? '${unread.join("', '")}'` : 'Colour or amount can be read in two ways',
  'no-items': () => 'Items? No colour and amount could be read',
  'special-wish': () => 'Holds a condition or a wish that the items cannot show',
  'too-long': () => 'Longer than a comment can be; only the start was read',
}

/** One plain sentence for the card; the gravest doubt first. */
export function explain(facts: Facts): string {
  const [first, ...more] = facts.doubts
  if (first) return `${SENTENCES[first](facts)}${more.length > 0 ? ` (and ${more.length} more to check)` : ''}`
  if (facts.spam) return 'Spam'
  return facts.isOrder ? 'clear order' : 'No e-mail address, so not an order'
}

/** 0..1, lower with every doubt. */
export function rate(doubts: Doubt[], isOrder: boolean): number {
  const grave = doubts.filter((doubt) => doubt === 'injection' || doubt === 'hostile' || doubt === 'no-items').length
  const start = isOrder ? 0.97 : 0.9
  return Math.max(0.05, Math.round((start - 0.25 * doubts.length - 0.2 * grave) * 100) / 100)
}

function total(items: Record<string, number> | null): number {
  return Object.values(items ?? {}).reduce((sum, count) => sum + count, 0)
}

function stranger(items: Record<string, number> | null, offer: Offer): string {
  return Object.keys(items ?? {}).find((key) => !offer.colours.includes(key)) ?? ''
}
