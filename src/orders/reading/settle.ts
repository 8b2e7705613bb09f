import type { Amount } from './amounts.ts'
import type { Atom } from './atoms.ts'
import type { Line } from './bind.ts'
import type { Draft, ItemsRead } from './items-read.ts'
import type { Palette } from './palette.ts'

/** Drafts of the whole comment -> lines: loose ends tied, prose left out, equal colours added up. */
export function settle(drafts: Draft[], palette: Palette, offer: { unit: 'each' | 'pair' }, read: ItemsRead): void {
  tieLooseEnds(drafts, read)
  const numbered = drafts.some((draft) => draft.amount !== null)
  read.numbered = numbered
  const counted = drafts.filter((draft) => draft.amount !== null || !draft.prose)
  if (counted.length === 0) takeOnlyColour(palette, read)
  if (counted.length === 0 && drafts.every((draft) => draft.prose)) keepOneEmoji(drafts, counted, read)
  const words = counted.some((draft) => draft.colour.found.how !== 'emoji')
  for (const draft of counted) {
    if (words && draft.colour.found.how === 'emoji') continue
    addLine(draft, offer, read)
  }
}

/** "🖤 please": one kind of heart and nothing else is most likely the colour; a person looks. */
function keepOneEmoji(drafts: Draft[], counted: Draft[], read: ItemsRead): void {
  const kinds = new Set(drafts.map((draft) => draft.colour.found.key))
  const [first] = drafts
  if (!first || kinds.size !== 1 || first.colour.found.how !== 'emoji' || !read.wants || read.lines.length > 0) return
  counted.push({ ...first, prose: false })
  read.doubts.push('ambiguous')
}

/** As many amounts as colours left over in different sentences ("Love the black! 2 please") belong together. */
function tieLooseEnds(drafts: Draft[], read: ItemsRead): void {
  const open = drafts.filter((draft) => draft.amount === null && draft.colour.found.how !== 'emoji')
  const free = read.spare.filter(({ count }) => count !== 0)
  const kinds = [...new Map(open.map((draft) => [draft.colour.found.key, draft])).values()]
  if (kinds.length === 0 || free.length !== kinds.length || drafts.length !== open.length) return
  drafts.splice(0, drafts.length, ...kinds)
  kinds.forEach((draft, n) => {
    const amount = free[n]
    if (amount) Object.assign(draft, { count: amount.count, prose: false, amount: amountOf(amount) })
  })
  read.spare = read.spare.filter((amount) => !free.includes(amount))
}

function amountOf({ count, start, end }: ItemsRead['spare'][number]): Amount {
  return { kind: 'amount', value: count, doubt: null, points: null, article: false, pairs: false, start, end }
}

/** With one colour on offer a bare number counts, and a bare "mine!" is one. */
function takeOnlyColour(palette: Palette, read: ItemsRead): void {
  const [only] = palette.colours
  const [amount = read.wish] = read.spare
  if (palette.colours.length !== 1 || !only || !amount || read.spare.length > 1 || !amount.count) return
  read.lines.push({ key: only, offered: true, count: amount.count, start: amount.start, end: amount.end })
  read.numbered = true
}

function addLine(draft: Draft, offer: { unit: 'each' | 'pair' }, read: ItemsRead): void {
  const { found } = draft.colour
  if (found.how === 'unsure') read.doubts.push('ambiguous')
  const doubt = draft.amount?.doubt
  if (doubt) read.doubts.push(doubt)
  const unclear = found.how === 'unsure' && !found.offered
  if (unclear || (draft.count === null && doubt !== 'negative')) read.unread.push(found.key)
  if (unclear || !draft.count) return
  if (!found.offered) read.doubts.push('not-on-offer')
  addCount(draft, countUnits(draft, draft.count, offer.unit, read), read)
}

function addCount({ colour, amount }: Draft, count: number, read: ItemsRead): void {
  const { key, offered } = colour.found
  const same = read.lines.find((line) => line.key === key)
  const start = Math.min(colour.start, amount?.start ?? colour.start)
  const end = Math.max(colour.end, amount?.end ?? colour.end)
  if (same) same.count += count
  else read.lines.push({ key, offered, count, start, end })
}

/** "2 socks" where pairs are sold: one pair or two? Halved, and a person asks. */
function countUnits(draft: Draft, count: number, unit: 'each' | 'pair', read: ItemsRead): number {
  if (draft.amount?.pairs) return unit === 'each' ? count * 2 : count
  if (unit === 'each' || !draft.singles || count % 2 === 1) return count
  read.doubts.push('pair')
  return draft.singles === 'before' ? count / 2 : count
}

const SINGLES =
  /^(?:socks?|soxs?|earrings?|shoes?|gloves?|mittens?|sandals?|slippers?|sneakers?|boots?|studs?|hoops?|calcetines|medias|aretes|zapatos|chaussettes|boucles|gants|socken|handschuhe|ohrringe|meias|brincos|calzini|calze|orecchini|soksi|viatu|herini|vipuli)$/

/** Whether single things of a pair are counted: "2 socks navy" before the colour, "2 navy socks" after it. */
export function findSingles(line: Line, atoms: Atom[]): Draft['singles'] {
  if (!line.amount) return null
  const from = atoms.indexOf(line.amount)
  const noun = atoms.findIndex((atom, i) => i > from && i < line.at + 2 && atom.kind === 'word' && SINGLES.test(atom.v))
  if (noun < 0) return null
  return noun < line.at ? 'before' : 'after'
}
