import { COLOURS, WEAK } from './reading/colours.ts'
import { fold } from './reading/normalise.ts'
import { readLimits } from './reading/sale-limits.ts'
import { readPrice } from './reading/sale-price.ts'

/** What a sale post offers. `price` is a decimal string with an ISO 4217 code, for one unit. */
export type Offer = {
  colours: string[]
  price: { amount: string; currency: string } | null
  maxPerPerson: number | null
  maxPerColour: number | null
  unit: 'each' | 'pair'
}

/**
 * Caption of a sale post -> what is on offer, with the piece of the caption each value came from.
 * Colours are lower case, as the caption names them; a bracket in English after a foreign name wins.
 * What is not said is null, or an empty list. Never throws.
 */
export function readSale(caption: string): Offer & { evidence: Record<string, string> } {
  const text = plain(caption)
  const evidence: Record<string, string> = {}
  const colours = readColours(text)
  if (colours.length > 0) evidence.colours = colours.map((colour) => colour.piece).join(', ')
  const price = readPrice(text)
  if (price) evidence.price = price.piece
  const limits = readLimits(text)
  if (limits.piece) evidence.limits = limits.piece
  const unit =
    /\b(?:by|per|in|sold in) (?:the )?pairs?\b|\b(?:a|per|\/) ?pair\b|\bpairs? each\b|\/pair\b|\bla paire\b|\bel par\b|\bpro paar\b|\bkwa jozi\b|\bpar par\b|\bpor par\b/.exec(
      text,
    )
  if (unit) evidence.unit = unit[0]
  return {
    colours: [...new Set(colours.map((colour) => colour.name))],
    price: price && { amount: price.amount, currency: price.currency },
    maxPerPerson: limits.perPerson,
    maxPerColour: limits.perColour,
    unit: unit ? 'pair' : 'each',
    evidence,
  }
}

function plain(caption: string): string {
  return fold(caption.slice(0, 20_000).replace(/\p{Cf}|\ufe0f/gu, '')).replace(/[’‘]/g, "'")
}

type Named = { name: string; piece: string; start: number; end: number; strong: boolean }

const MIXED =
  /\b(?:light|dark|sky|forest|royal|baby|powder|navy|olive|army|bottle|lime|mint|hot|dusty|pale|deep|burnt|rose|off|midnight|ash|charcoal|emerald|steel|ice|electric|ocean|sea|sage|cherry|wine|mustard|heather|blush|lemon|hunter|kelly|cobalt|butter|brick|moss|soft|bright|neon|pastel|matte|jet|coral|sunset|storm|pearl|pewter|slate|stone|sand|cream|coffee|chocolate|teal|aqua|petrol|ruby|blood|candy|fuchsia|salmon|rust|copper|antique) (?:black|white|red|blue|green|yellow|orange|purple|pink|brown|grey|gray|gold|silver)\b/y
const SINGLE = new Map<string, string>()
for (const [name, ways] of COLOURS)
  for (const way of [name, ...ways]) if (!SINGLE.has(fold(way))) SINGLE.set(fold(way), name)
const NOT_GOODS = /^ (?:friday|hot|carpet|plated|light|card|market|out of|and white photo|house|day|filled)/
const LISTED = /^\s*(?:,|\/|\||&|\+|·|•|;|and\b|or\b|y\b|et\b|und\b|e\b|na\b|\n|-)/

/** Known colour words of the caption; where they stand in a list, its unknown members too. */
function readColours(text: string): Named[] {
  const found = findKnown(text)
  const solid = found.some((named) => named.strong)
    ? found.filter((named) => named.strong || inList(text, named, found))
    : found
  const merged = mergeBrackets(text, solid)
  return withStrangers(text, merged, found).filter(({ start, end }) => !isGone(text, start, end))
}

function findKnown(text: string): Named[] {
  const found: Named[] = []
  for (const match of text.matchAll(/(?<![\p{L}#@])\p{L}+/gu)) {
    const start = match.index
    if (start < (found.at(-1)?.end ?? 0)) continue
    const named = longestAt(text, start)
    if (named && !NOT_GOODS.test(text.slice(named.end, named.end + 16))) found.push(named)
  }
  return found
}

function longestAt(text: string, start: number): Named | null {
  MIXED.lastIndex = start
  const mixed = MIXED.exec(text)
  if (mixed) return { name: mixed[0], piece: mixed[0], start, end: start + mixed[0].length, strong: true }
  const words = /^\p{L}+(?:[ -]\p{L}+){0,3}/u.exec(text.slice(start, start + 60))?.[0].split(/[ -]/) ?? []
  for (let count = words.length; count > 0; count--) {
    const way = words.slice(0, count).join(' ')
    const key = SINGLE.has(way) ? way : way.replace(/s$/, '')
    const meaning = SINGLE.get(key)
    if (!meaning || key.length < 3) continue
    const piece = text.slice(start, start + way.length)
    return { name: piece, piece, start, end: start + way.length, strong: !WEAK.has(key) && /^[\p{L} ]{3,}$/u.test(key) }
  }
  return null
}

function inList(text: string, named: Named, found: Named[]): boolean {
  const after = found.find((other) => other.start > named.start)
  const before = [...found].reverse().find((other) => other.end <= named.start)
  const close = (gap: string) => gap.length < 16 && LISTED.test(gap)
  return (
    (after !== undefined && close(text.slice(named.end, after.start))) ||
    (before !== undefined && close(text.slice(before.end, named.start)))
  )
}

/** "negro (black)" is one colour, named by the English one. */
function mergeBrackets(text: string, found: Named[]): Named[] {
  return found.flatMap((named, i) => {
    const next = found[i + 1]
    if (next && /^\s*[(/=]\s*$/.test(text.slice(named.end, next.start)) && text[next.end] === ')') return []
    return [named]
  })
}

/** "in onyx, black, sand": list members between known colours that no lexicon knows. */
function withStrangers(text: string, found: Named[], known: Named[]): Named[] {
  const [first] = found
  const last = found.at(-1)
  if (!first || !last || found.length < 2) return found
  const inside = text.slice(first.start, last.end)
  if (!/^[^.!?\n]*$/.test(inside)) return found
  const all = [...found]
  for (const match of inside.matchAll(/[,/|&•·]\s*([\p{L}][\p{L} ]{2,18}?)(?=\s*(?:[,/|&•·(]|\band\b))/gu)) {
    const name = match[1] ?? ''
    const start = first.start + match.index + match[0].indexOf(name)
    if (
      known.some((named) => named.start < start + name.length && start < named.end) ||
      /\b(?:and|or|all)\b/.test(name)
    )
      continue
    all.push({ name: name.trim(), piece: name.trim(), start, end: start + name.length, strong: true })
  }
  return all.sort((a, b) => a.start - b.start)
}

function isGone(text: string, start: number, end: number): boolean {
  if (
    /^\s*[(*:-]{0,2}\s*(?:is |are )?(?:sold out|sold|gone|out of stock|agotado|epuise|ausverkauft|esgotado|imeisha)\b/.test(
      text.slice(end, end + 24),
    )
  )
    return true
  return /(?:no more|sold out(?: in| of)?:?|out of)\s*$/.test(text.slice(Math.max(0, start - 16), start))
}
