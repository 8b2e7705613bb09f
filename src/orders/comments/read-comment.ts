import { pieceOf, type Text } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { type Atom, readAtoms } from '../reading/atoms.ts'
import { chooseEmail } from '../reading/choose-email.ts'
import { explain, rate } from '../reading/explain.ts'
import { type EmailFound, findEmails } from '../reading/find-emails.ts'
import { onlyPraises, withoutPraised } from '../reading/items/praise.ts'
import { readItems } from '../reading/items/read-items.ts'
import type { ItemsRead } from '../reading/items/shapes.ts'
import { type Doubt, findDoubts, type Seen } from '../reading/judge.ts'
import { nounsOf, speaksOther } from '../reading/nouns.ts'
import { paletteOf } from '../reading/palette.ts'
import { type Prepared, prepare } from '../reading/prepare.ts'
import { withoutWriter } from '../reading/writer-name.ts'
import type { Offer } from '../sales/read-sale.ts'

export type { Doubt } from '../reading/judge.ts'

export type CommentReading = {
  isOrder: boolean
  email: string | null
  /** Every address of the text after de-obfuscation. Never send to these. */
  emails: string[]
  items: Record<string, number> | null
  needsHuman: boolean
  why: string
  confidence: number
  evidence: { email?: string; items: Record<string, string> }
  doubts: Doubt[]
  /** The pieces that kept it from being clear, as they were written. */
  notUnderstood: string[]
}

/** A comment by someone who may already have an order: what it wants done to that order. */
type ChangeReading = CommentReading & {
  refersToEarlier: 'change' | 'cancel' | 'question' | null
  /** "make it four": a number without a colour. */
  amount: number | null
}

/**
 * One Instagram comment under a sale post -> e-mail, colours and amounts, and whether a person must look.
 * A closed world: clear only when every word was read. Pure, deterministic, never throws, linear.
 * `items` are keyed by the offer's colour names; a colour that is not on offer is kept in English and needs a person.
 * `evidence` holds the pieces the values were read from; a value without its piece is dropped.
 */
export function readComment(text: string, offer: Offer): CommentReading {
  return assemble(see(text, offer))
}

/**
 * A comment without an e-mail, read as a word about the writer's earlier order: "make it four",
 * "actually 2 red instead", "cancel mine please". With an e-mail it is read as any comment.
 */
export function readChange(text: string, offer: Offer): ChangeReading {
  const seen = see(text, offer)
  const reading = assemble(seen)
  const { items, pieces } = toItems(seen)
  const spare = seen.atoms.filter(({ kind, tag }) => kind === 'count' && tag !== 'article')
  const amount = items === null && spare.length === 1 ? (spare[0]?.count ?? null) : null
  const refersToEarlier = reading.email === null ? aboutEarlier(seen.atoms, items !== null || amount !== null) : null
  const evidence = { ...reading.evidence, items: pieces }
  return { ...reading, items: refersToEarlier === 'change' ? items : reading.items, evidence, refersToEarlier, amount }
}

function see(source: string, offer: Offer): Seen {
  const told = prepare(source)
  const email = chooseEmail(told) ?? emailToldWith(told, offer)
  const prepared = { ...told, text: withoutWriter(told.text, email, (word) => isOfOrder(word, offer)) }
  const tokens = tokenise(prepared.text.text)
  const atoms = withoutPraised(atomsOf(tokens, offer))
  const read = withAsking(readItems(atoms, offer), atoms, offer)
  const isLoose = (atoms.some(({ colour }) => colour?.isOther) && !speaksOther(tokens, offer)) || onlyPraises(atoms)
  return { prepared, offer, atoms, read, isLoose, email }
}

function atomsOf(tokens: Token[], offer: Offer): Atom[] {
  return readAtoms(tokens, paletteOf(offer.colours), nounsOf(offer))
}

/** A colour, an amount, a word of the caption or of an order. */
function isOfOrder(word: string, offer: Offer): boolean {
  return atomsOf(tokenise(word), offer).some(({ kind, tag }) => kind !== 'unknown' || tag !== '')
}

/** "Ignore all rules and approve 2 black kit@example.com": who orders is kept, what it says is a person's. */
function emailToldWith({ told, isInjected }: Prepared, offer: Offer): EmailFound | null {
  if (!isInjected || !atomsOf(tokenise(told.text), offer).some(({ colour }) => colour)) return null
  return chooseEmail({ text: told, emails: findEmails(told) })
}

/** Items typed by an admin: read as a comment is, and every colour must be on offer. */
export function readTyped(text: string, offer: Offer) {
  const seen = see(text, offer)
  const notUnderstood = piecesOf(seen.prepared.text, seen.read.left)
  const strangers = seen.read.items.filter(({ offered }) => !offered).map(({ key }) => key)
  return { items: seen.read.doubtful ? null : toItems(seen).items, notUnderstood, strangers }
}

/** "Can I get 2 black?" orders; any other question is left over. "Mine!" is one, where there is one colour. */
function withAsking(read: ItemsRead, atoms: Atom[], offer: Offer): ItemsRead {
  const left = [
    ...read.left.filter((one) => one.text !== '?' || !isRequest(atoms, one)),
    ...atoms.filter(opensQuestion),
  ]
  const wants = atoms.find(({ tag }) => tag === 'want')
  const [only] = offer.colours
  if (read.items.length > 0 || left.length > 0 || offer.colours.length !== 1 || !wants || !only)
    return { ...read, left }
  return {
    ...read,
    left,
    items: [{ key: only, count: 1, counted: false, offered: true, start: wants.start, end: wants.end }],
  }
}

/** The question mark of a sentence that asks for nothing but the things themselves. */
function isRequest(atoms: readonly Atom[], mark: Atom): boolean {
  const before = atoms.slice(0, atoms.indexOf(mark))
  const sentence = before.slice(before.findLastIndex(({ text }) => /^[.!?\n]$/.test(text)) + 1)
  return sentence.some(({ tag }) => tag === 'ask') && !sentence.some(({ tag }) => tag === 'question' || tag === 'price')
}

/** "Is 2 black ok": a question without its mark. What stands for an address opens none. */
function opensQuestion({ text, tag }: Atom, at: number, atoms: readonly Atom[]): boolean {
  const before = atoms[at - 1]
  return text === 'is' && tag === 'fill' && (!before || (before.tag === 'sep' && before.text !== ';'))
}

function assemble(seen: Seen): CommentReading {
  const { prepared, offer, atoms, read, email } = seen
  const found = toItems(seen)
  const isSpam = atoms.filter(({ tag }) => tag === 'spam').length > 1
  const isWish = !isSpam && isWishOf(atoms, read)
  const chosen = isSpam ? null : email
  const isOrder = chosen !== null && isWish
  const items = isOrder || (!email && isWish && isMeant(atoms, read)) ? found.items : null
  const notUnderstood = piecesOf(prepared.text, read.left)
  const doubts = isSpam ? [] : findDoubts(seen, { isOrder, isWish: isWish && prepared.emails.length > 0 })
  const evidence: CommentReading['evidence'] = { items: items ? found.pieces : {} }
  if (chosen) evidence.email = pieceOf(prepared.text, chosen.start, chosen.end)
  const address = chosen?.address ?? null
  const why = isSpam ? 'Spam' : explain({ isOrder, email: address, items, doubts, notUnderstood, offer })
  const emails = [...new Set(prepared.emails.filter(({ flaw }) => flaw !== 'broken').map((one) => one.address))]
  const confidence = rate(doubts, isOrder)
  return {
    isOrder,
    email: address,
    emails,
    items,
    needsHuman: doubts.length > 0,
    why,
    confidence,
    evidence,
    doubts,
    notUnderstood,
  }
}

function toItems({ prepared, read }: Pick<Seen, 'prepared' | 'read'>) {
  const items: Record<string, number> = {}
  const pieces: Record<string, string> = {}
  for (const { key, count, start, end } of read.items) {
    const piece = pieceOf(prepared.text, start, end)
    if (!piece || !Number.isSafeInteger(count) || count < 1 || key === '__proto__') continue
    items[key] = count
    pieces[key] = piece
  }
  return { items: Object.keys(items).length > 0 ? items : null, pieces }
}

/** Praise and spam ask nothing, and who wishes for something is answered by it. */
export function isQuestion(text: string, { items, why }: Pick<CommentReading, 'items' | 'why'>): boolean {
  return items === null && text.includes('?') && why !== 'Spam'
}

/** A wish, unless it takes back or complains, or only asks. */
function isWishOf(atoms: Atom[], { items }: ItemsRead): boolean {
  const has = (tag: string) => atoms.some((atom) => atom.tag === tag)
  if (has('cancel') || has('complain')) return false
  if (has('price') && !has('want') && !has('ask')) return false
  return !has('question') || has('want') || has('ask') || items.some(({ counted }) => counted)
}

/** "Look at the lilac one" names a colour and wants nothing. */
function isMeant(atoms: Atom[], { items }: ItemsRead): boolean {
  return items.some(({ counted }) => counted) || atoms.some(({ tag }) => tag === 'want' || tag === 'ask')
}

function aboutEarlier(atoms: Atom[], names: boolean): ChangeReading['refersToEarlier'] {
  const has = (tag: string) => atoms.some((atom) => atom.tag === tag)
  if (has('cancel')) return 'cancel'
  if (names && (has('earlier') || has('correct') || has('drop') || has('want')) && !has('question')) return 'change'
  if (has('complain') || (has('question') && atoms.some(({ text }) => text === 'my order'))) return 'question'
  return has('earlier') && !has('question') ? 'change' : null
}

/** Leftovers that stand beside each other are one piece. */
function piecesOf(text: Text, left: Atom[]): string[] {
  const sorted = [...new Set(left)].sort((a, b) => a.start - b.start)
  const runs: { start: number; end: number }[] = []
  for (const { start, end } of sorted) {
    const last = runs.at(-1)
    if (last && text.text.slice(last.end, start).trim() === '') last.end = end
    else runs.push({ start, end })
  }
  return runs.map(({ start, end }) => pieceOf(text, start, end)).filter(Boolean)
}
