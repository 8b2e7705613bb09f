import type { Document } from '../document.ts'
import type { Found } from '../found.ts'
import type { Line } from '../lines.ts'
import type { Mention } from '../shown/mentions.ts'
import type { Visible } from '../shown/visible.ts'
import { BUY } from '../words.ts'

/** A list of products has no price of its own, no button and no markup of a product; a text about prices neither. */
export function isProductPage(found: Found[], visible: Visible, document: Document): boolean {
  const { best, button, isOnRequest, mentions, found: shown } = visible
  if (found.some(({ source, price }) => price !== null && source !== 'page')) return true
  const listed = best && isListed(best, mentions, document)
  const isSold = button !== null || shown.availability !== 'unknown'
  if (isOnRequest || !listed) return isOnRequest || isSold || (best !== null && !isProse(best))
  return listed === 'maybe' && isSold
}

/** Of what nothing but its place speaks for: no class calls it a price. */
const UNMARKED = 3

/** "The wood is $80, labour $120.", "How we price a $300 chair": words that tell of an amount in passing. */
function isProse({ line, piece, score }: Mention): boolean {
  if (score > UNMARKED) return false
  const [before = '', after = ''] = line.text.trim().split(piece, 2)
  const words = `${before} ${after}`.match(/\p{L}{2,}/gu) ?? []
  const isSentence = /[.!?]$/.test(after) || /^\s+\p{Ll}{2}/u.test(after)
  return words.length > 3 && isSentence && !/(?:pri[cx]|preis|prec|prezzo)\p{L}*\s*(?:is|:|=)?\s*$/iu.test(before)
}

/** Entries of a list, each a name with a price: surely so, where three have headings, or lead on and have a button. */
function isListed(best: Mention, mentions: Mention[], { lines }: Document): 'maybe' | 'surely' | null {
  const priced = mentions.filter(({ score, line }) => score > 0 && line.entry > 0)
  const named = priced.filter(({ line, piece }) => /\p{L}{2}/u.test(line.text.replace(piece, '')))
  const headed = entriesWith(lines, ({ heading }) => Number(heading) > 1)
  const links = entriesWith(lines, ({ isLink }) => isLink)
  const bought = entriesWith(lines, ({ control, text }) => control !== null && (control.isBuy || BUY.test(text)))
  const cards = priced.filter(({ line: { entry } }) => headed.has(entry) || (links.has(entry) && bought.has(entry)))
  if (cards.includes(best) && new Set(cards.map(({ line }) => line.entry)).size > 2) return 'surely'
  return named.includes(best) && new Set(named.map(({ amount }) => amount)).size > 1 ? 'maybe' : null
}

function entriesWith(lines: Document['lines'], fits: (line: Line) => boolean): Set<number> {
  return new Set(lines.filter((line) => line.entry > 0 && fits(line)).map(({ entry }) => entry))
}
