import { type Atom, readAtoms } from './atoms.ts'
import { type Bound, bindSentence, type Line } from './bind.ts'
import { correct, findCorrection } from './corrections.ts'
import { giveEach, readEach, shareTotal } from './each.ts'
import type { Draft, ItemsRead } from './items-read.ts'
import { type Judged, judge } from './judge.ts'
import { findLeftOver } from './leftover.ts'
import { createPalette, type Palette } from './palette.ts'
import { isProse } from './prose.ts'
import { findSingles, settle } from './settle.ts'
import { tokenise } from './tokens.ts'

/** `cry`: the sentence before it ended in a full stop or an exclamation mark, not in a new line. */
type Sentence = { atoms: Atom[]; judged: Judged; start: number; text: string; cry: boolean }

/** Folded text, addresses and links already blanked -> colours and amounts, in the order asked. */
export function readItems(folded: string, offer: { colours: string[]; unit: 'each' | 'pair' }): ItemsRead {
  const palette = createPalette(offer.colours)
  const sentences = cutSentences(readAtoms(tokenise(folded), palette), folded)
  const read: ItemsRead = {
    lines: [],
    doubts: [],
    unread: [],
    spare: [],
    left: [],
    asks: false,
    past: false,
    wants: false,
    asksAmount: false,
    numbered: false,
    corrected: false,
    wish: null,
  }
  const drafts: Draft[] = []
  for (const sentence of sentences) {
    noteJudged(sentence, read)
    if (sentence.judged.reads) readSentence(sentence, palette, drafts, read)
  }
  const asked = new Set([...drafts.map((draft) => draft.colour.found.key), ...read.unread])
  const fallback = asked.size > 1 ? FALLBACK.exec(folded) : null
  if (fallback) read.doubts.push('either')
  const wished = drafts.filter((draft) => !fallback || draft.amount !== null || draft.colour.start < fallback.index)
  settle(wished, palette, offer, read)
  if (OR_NUMBER.test(folded) && drafts.length > 0) read.doubts.push('either')
  if (ANY_COLOUR.test(folded)) read.doubts.push('any-colour')
  return read
}

const OR_NUMBER = /\bor (?:just |only |even |maybe )?(?:\d{1,2}|one|two|three|four)\b/
const FALLBACK =
  /\b(?:if (?:not|no|none|you (?:don't|dont|do not)|they're|it's|sold|gone|un|\w+ (?:is|are) (?:sold|gone|out|un|not)|(?:that|those) )|otherwise|or else|failing that|(?:back ?up|second|2nd|first|1st) (?:choice|option|pick)|as a backup|si no|sino|sinon|sonst|senao|altrimenti|kama hakuna|ikiwa hakuna)\b/

const ANY_COLOUR =
  /\b(?:any colou?rs?|any of them|surprise me|whichever|whatever (?:colou?r|you)|random|assorted|you (?:choose|pick)|your (?:choice|pick)|dealer'?s choice|cualquier\w*|n'importe|peu importe|egal welche\w*|qualquer|qualsiasi|yoyote|any 2|any two|mix(?:ed|ture)?|combo|combination|doesn't matter|don't mind|not fussy)\b/

function noteJudged(sentence: Sentence, read: ItemsRead): void {
  const { asks, past, wants, reads } = sentence.judged
  read.asks ||= asks
  read.past ||= past
  read.wants ||= wants
  if (wants) read.wish ??= wishOf(sentence)
  if (asks && !reads && namesAmount(sentence)) read.asksAmount = true
}

/** "would 3 be enough?" beside an order. */
function namesAmount({ atoms, text, start }: Sentence): boolean {
  return atoms.some((atom) => atom.kind === 'amount' && !atom.article && /\d/.test(text.charAt(atom.start - start)))
}

function wishOf(sentence: Sentence): ItemsRead['wish'] {
  const words = sentence.atoms.filter((atom) => atom.kind === 'word')
  return { count: 1, start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 }
}

function cutSentences(atoms: Atom[], folded: string): Sentence[] {
  const sentences: Sentence[] = []
  let current: Atom[] = []
  let start = 0
  const close = (end: number, questioned: boolean) => {
    const text = folded.slice(start, end)
    if (current.length > 0)
      sentences.push({
        atoms: current,
        judged: judge(text, questioned),
        start,
        text,
        cry: /[.!…]/.test(folded.charAt(start - 1)),
      })
    current = []
  }
  for (const atom of atoms) {
    if (atom.kind !== 'stop' && atom.kind !== 'ask') current.push(atom)
    else {
      close(atom.end, atom.kind === 'ask')
      start = atom.end
    }
  }
  close(folded.length, false)
  return sentences
}

function readSentence(sentence: Sentence, palette: Palette, drafts: Draft[], read: ItemsRead): void {
  const from = sentence.start + sentence.judged.from
  const until = sentence.start + sentence.judged.until
  const atoms = sentence.atoms.filter((atom) => atom.start >= from && atom.start < until)
  if (sentence.atoms.some((atom) => atom.start >= until && atom.kind === 'colour')) read.doubts.push('ambiguous')
  for (const part of findCorrection(atoms, drafts.length > 0)) {
    const bound = bindSentence(part.atoms)
    noteDoubts(bound, read)
    if (giveEach(bound, part.atoms, drafts, sentence.text)) continue
    read.left.push(...findLeftOver(bound, part.atoms, (at) => sentence.text.charAt(at - sentence.start)))
    const lines = readEach(bound, part.atoms, palette, sentence.text, read) ?? shareTotal(bound, part.atoms, read)
    const fresh = keepStanding(lines, bound, part.atoms, sentence.text)
      .map((line) => toDraft(line, part.atoms, part.corrects))
      .filter((draft) => !isEcho(draft, sentence, drafts))
    if (part.corrects) read.corrected = true
    correct(drafts, fresh, bound, part.corrects)
    for (const { amount } of bound.spare) read.spare.push({ count: amount.value, start: amount.start, end: amount.end })
  }
}

/** "Lilac! Lilac!" is joy, not two; "lilac, lilac" is two. */
function isEcho(draft: Draft, { cry }: Sentence, drafts: Draft[]): boolean {
  if (!cry || draft.amount) return false
  return drafts.some((other) => !other.amount && other.colour.found.key === draft.colour.found.key)
}

/** "1 white 1 sand, scrap the sand, just the white": one goes, and what stays is only named once more. */
function keepStanding(lines: Line[], bound: Bound, atoms: Atom[], text: string): Line[] {
  const gone = TAKES_BACK.test(text) ? bound.denied : new Set<string>()
  return lines.filter((line, n) => {
    const { key } = line.colour.found
    if (gone.has(key)) return false
    if (line.amount || !atoms.slice(Math.max(0, line.at - 2), line.at).some(isOnly)) return true
    return !lines.slice(0, n).some((other) => other.colour.found.key === key)
  })
}

function isOnly(atom: Atom): boolean {
  return atom.kind === 'word' && ONLY.test(atom.v)
}

const TAKES_BACK = /\b(?:scratch|scrap|nix|ditch|forget|drop|remove|skip)\b/
const ONLY = /^(?:just|only|solo|juste|seulement|nur|tu|keep)$/

function noteDoubts(bound: Bound, read: ItemsRead): void {
  if (bound.either) read.doubts.push('either')
  for (const key of bound.choice) {
    read.unread.push(key)
    bound.lines = bound.lines.filter((line) => line.colour.found.key !== key)
  }
}

function toDraft(line: Line, atoms: Atom[], correction: Draft['correction']): Draft {
  const count = line.amount ? line.amount.value : 1
  const prose = line.amount === null && isProse(line.at, atoms)
  return { ...line, count, correction, prose, singles: findSingles(line, atoms) }
}
