import type { Amount } from './amounts.ts'
import type { Atom, ColourAtom } from './atoms.ts'
import type { Bound, Line } from './bind.ts'
import type { Draft, ItemsRead } from './items-read.ts'
import type { Palette } from './palette.ts'

/** "one of each", "2 each of red and teal", "everything except white". Null when the sentence says no such thing. */
export function readEach(bound: Bound, atoms: Atom[], palette: Palette, text: string, read: ItemsRead): Line[] | null {
  const each = atoms.findIndex((atom) => atom.kind === 'each')
  if (each < 0) return ALL.test(text) && bound.lines.length === 0 ? readAll(bound, atoms, palette) : null
  const held = bound.lines.filter((line) => line.amount !== null)
  const open = held.length < bound.lines.length
  const closed = held.length > 0 && !open
  if (closed && isCounted(atoms[each - 1])) read.doubts.push('ambiguous')
  const near = nearestSpare(bound, each) ?? onlyAmount(held, each)
  if ((near === null || closed) && !OF_EACH.test(text)) return null
  bound.spare = bound.spare.filter(({ amount }) => amount !== near)
  if (open) return bound.lines.map((line) => (line.amount ? line : { ...line, amount: near }))
  return spread(bound, palette, near, spanFrom(near, atoms[each]))
}

function spanFrom(amount: Amount | null, sign: Atom | undefined): { start: number; end: number } {
  return { start: amount?.start ?? sign?.start ?? 0, end: Math.max(sign?.end ?? 0, amount?.end ?? 0) }
}

/** "White and sand! 2 each": the amount is for the colours named before, not for all. True when it was given. */
export function giveEach(bound: Bound, atoms: Atom[], drafts: Draft[], text: string): boolean {
  const each = atoms.findIndex((atom) => atom.kind === 'each')
  const near = each < 0 || bound.lines.length > 0 || OF_EACH.test(text) ? null : nearestSpare(bound, each)
  if (!near || drafts.length === 0 || drafts.some((draft) => draft.amount !== null)) return false
  for (const draft of drafts) Object.assign(draft, { amount: near, count: near.value, prose: false })
  return true
}

/** "2 of the black and white each". */
function onlyAmount(held: Line[], each: number): Amount | null {
  return each > 0 && held.length === 1 ? (held[0]?.amount ?? null) : null
}

const OF_EACH =
  /\b(?:of each|each of|each colou?r|(?:de|um|uma|un|una) cada|cada (?:color|cor|uno|una)|de chaque|chaque couleur|kila rangi)\b/

/** "all four colours": the number, when it is that of the colours, is not an amount. */
function readAll(bound: Bound, atoms: Atom[], palette: Palette): Line[] {
  const near = nearestSpare(bound, 0)
  const amount = near?.value === palette.colours.length ? null : near
  bound.spare = bound.spare.filter((spare) => spare.amount !== near)
  return spread(bound, palette, amount, { start: atoms[0]?.start ?? 0, end: atoms.at(-1)?.end ?? 0 })
}

/** The same amount of every colour on offer that was neither denied nor counted already. */
function spread(bound: Bound, palette: Palette, amount: Amount | null, span: { start: number; end: number }): Line[] {
  const named = new Set(bound.lines.map((line) => line.colour.found.key))
  const rest = palette.colours.filter((key) => !bound.denied.has(key) && !named.has(key))
  return [...bound.lines, ...rest.map((key) => ({ colour: offeredAtom(key, span.start, span.end), amount, at: 0 }))]
}

/** "me and Ann want 2 black each": for how many people? */
function isCounted(atom: Atom | undefined): boolean {
  return atom?.kind === 'colour' || atom?.kind === 'amount' || (atom?.kind === 'word' && atom.v === 'ones')
}

/** "2 please: black and white" is one of each; "2 black and white" may be two or three. */
export function shareTotal(bound: Bound, atoms: Atom[], read: ItemsRead): Line[] {
  const [first, ...rest] = bound.lines
  const from = first?.amount ? atoms.indexOf(first.amount) : -1
  const total = first?.amount?.value ?? 0
  const listed = rest.length > 0 && rest.every((line) => line.amount === null && line.colour.found.how !== 'emoji')
  if (!first || from < 0 || from > first.at || total < 2 || !listed) return bound.lines
  if (first.at - from > 1 && total === bound.lines.length) return bound.lines.map((line) => ({ ...line, amount: null }))
  const between = atoms.slice(first.at + 1, rest[0]?.at)
  if (between.every((atom) => /^(?:and|sep|plus)$/.test(atom.kind))) read.doubts.push('ambiguous')
  return bound.lines
}

const ALL =
  /\b(?:all (?:the |of the |of them|four|three|five|six|\d )? ?(?:colou?rs?|of them|four|three|five)|everything|(?:in |of )?every (?:single )?(?:colou?r|one of them|one)|(?:the )?(?:whole|full|entire|complete) (?:set|range|lot)|the lot|tod[oa]s(?: los colores| las? \w+)?|toutes? les couleurs|alle (?:farben|vier|drei)|tutti|tutte|todas as cores|rangi zote|zote|both colou?rs|both of them|ambos|ambas|entrambi|les deux|beide)\b/

function offeredAtom(key: string, start: number, end: number): ColourAtom {
  return { kind: 'colour', found: { key, offered: true, how: 'exact', weak: false, length: 0 }, start, end }
}

function nearestSpare(bound: Bound, each: number): Amount | null {
  const [nearest] = [...bound.spare].sort((a, b) => Math.abs(a.at - each) - Math.abs(b.at - each))
  return nearest && Math.abs(nearest.at - each) <= 4 ? nearest.amount : null
}
