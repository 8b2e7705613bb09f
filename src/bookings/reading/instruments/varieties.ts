import { flat } from '../form/fold.ts'
import type { Doubt } from '../problems.ts'
import { findInstrument, singularOf } from './instrument-names.ts'
import { readQuantity } from './quantities.ts'

const LEAD = String.raw`((?:[a-z\d]{1,9} ){0,3})`
const VARIETIES = new RegExp(String.raw`${LEAD}\b(?!players?\b)([a-z]{3,20})(?: players?)? ?\(([^()]{3,80})\)`, 'g')
const WITHIN = /(?:\b(an?) )?\b([a-z]{3,12})(?: players?)? \(([a-z][a-z -]{2,24})\)/g
const LISTED = /,|&|\band\b|\+/
const EITHER = /\/|\bor\b/
/** Names that leave open which of several is meant. */
const WIDE = new Set(['keyboard', 'percussion', 'vocals'])

/** '2 guitars (one acoustic, one electric)' -> 'one acoustic guitar, one electric guitar'. */
export function nameVarieties(folded: string): string {
  return nameWithin(folded).replace(VARIETIES, (whole, lead: string, head: string, inner: string) => {
    const named = LISTED.test(inner) ? varietiesOf(head, inner) : null
    return named ? `${withoutLast(lead)}${named.map(asOne).join(', ')}` : whole
  })
}

/** '2 keys (piano, organ, celesta)', 'a keys player (piano and organ)': nobody says how many of which. */
export function bracketsApart(folded: string): Doubt[] {
  return [...folded.matchAll(VARIETIES)].flatMap(([, lead = '', head = '', inner = '']): Doubt[] => {
    const named = varietiesOf(head, inner)
    const count = /\ban? $/.test(lead) ? 1 : readQuantity(`${lead}violins`).quantity.count
    const inside = (named ?? []).reduce((sum, one) => sum + (readQuantity(one).quantity.count ?? 1), 0)
    const isApart = EITHER.test(inner) || (count !== null && inside > 1 && count !== inside)
    return named && isApart ? [{ problem: 'quantity_ambiguous', about: `${head} (${inner})` }] : []
  })
}

/** What the brackets list, by its own name or by that of the head; null where it is something else. */
function varietiesOf(head: string, inner: string): string[] | null {
  const own = inner.split(new RegExp(`${LISTED.source}|${EITHER.source}`)).map(flat)
  const named = own.map((part) => `${part} ${singularOf(head)}`)
  if (areKnown(named)) return named
  return isWide(head) && areKnown(own) ? own : null
}

/** The word before the head is its count. */
function withoutLast(lead: string): string {
  return lead.replace(/[a-z\d]{1,6} $/, '')
}

/** Counted, so that no name is taken for an everyday word. */
function asOne(name: string): string {
  return readQuantity(name).quantity.count === null ? `one ${name}` : name
}

function areKnown(names: readonly string[]): boolean {
  return names.every((name) => findInstrument(readQuantity(name).rest) !== null)
}

const OPENS = /(?:^|[,:;.\n]|\b(?:and|plus|with|need|want))$/

/** 'keys player (piano)' is one seat, of which the brackets say more. */
function nameWithin(folded: string): string {
  return folded.replace(WITHIN, (whole, article: string | undefined, head: string, inner: string, at: number) => {
    if (!isWide(head) || findInstrument(inner)?.kind !== 'instrument') return whole
    return article || OPENS.test(folded.slice(0, at).trimEnd()) ? `one ${inner}` : inner
  })
}

function isWide(name: string): boolean {
  const named = findInstrument(name)
  return named?.kind === 'instrument' && (WIDE.has(named.name) || named.isAmbiguous)
}
