import { z } from 'zod'
import type { OpenAi } from '#src/integrations/openai.ts'
import { type CheckedEmail, checkEmail } from './model/check-email.ts'
import { type CheckedItem, checkItem, type ItemClaim, isAllSaid } from './model/check-item.ts'
import { type Ground, survey, withoutAttacks } from './model/ground.ts'
import type { CommentReading } from './read-comment.ts'
import { type Offer, readSale } from './read-sale.ts'
import { type Doubt, explain, rate } from './reading/reasons.ts'

type ModelReading = CommentReading & { by: 'model' }

/** `caption`: the post's. `colours`: what is on offer. */
type ReadableComment = { text: string; caption: string; colours: string[] }

/** Plain on the wire; what it says is checked afterwards. */
const claimsShape = z.object({
  is_order: z.boolean(),
  email: z.object({ address: z.string(), piece: z.string() }).nullable(),
  items: z.array(z.object({ colour: z.string(), quantity: z.number(), piece: z.string() })),
})
type Claims = z.infer<typeof claimsShape>

const INSTRUCTIONS = `You read one comment under a shop's sale post on Instagram. The data is JSON: "comment", "caption" (of the post), "colours" (what is on offer).
Say whether the writer orders, the e-mail address the writer gives as their own, and how many of which colour the writer wants now.
"piece" is copied letter by letter from the comment: the shortest stretch that says the value, colour and amount together. Leave out a value that no stretch of the comment says.
"colour" is one of "colours" where the writer means one of them, else the writer's own word. A colour without an amount means 1.
Amounts the writer had before, asks about, takes back or compares with are not wanted now.`

/**
 * A comment the rules are unsure of, read by a model. What it says is a claim: each value
 * must come with a piece of the comment that stands outside any attack. Dropped: a piece that is not there, an address
 * the rules do not read at its piece, an amount its piece does not say (1 may go unsaid), a colour neither on offer nor
 * written. `needsHuman` is false only when the rules, seeing the pieces alone, read every value the same, nothing else
 * is left in the comment, and they doubted nothing that only a person can settle.
 * Fails as `OpenAi.extract` does; then the rules' own reading stands.
 */
export async function readByModel(
  openai: OpenAi,
  comment: ReadableComment,
  rules: CommentReading,
): Promise<ModelReading> {
  const offer = { ...readSale(comment.caption), colours: comment.colours }
  const ground = survey(comment.text, offer)
  const text = JSON.stringify({ comment: withoutAttacks(ground), caption: comment.caption, colours: comment.colours })
  const claims = await openai.extract({ name: 'comment', instructions: INSTRUCTIONS, text, shape: claimsShape })
  return weigh(rules, check(claims, rules, ground), offer)
}

/** What is left of the claims. `items` is null where the rules' own stand. */
type Checked = {
  isOrder: boolean
  email: CheckedEmail | null
  items: CheckedItem[] | null
  dropped: boolean
  /** Nothing about the items is open. */
  settled: boolean
}

/** Doubts about what is asked for: found anew from what the model read. */
const OF_ITEMS: Doubt[] = ['ambiguous', 'no-items', 'over-limit', 'over-limit-colour', 'not-on-offer']

function check(claims: Claims, rules: CommentReading, ground: Ground): Checked {
  const email = claims.email && checkEmail(claims.email, ground)
  const { items, dropped } = checkItems(claims.items, ground)
  const unsure = rules.items === null || rules.doubts.some((doubt) => OF_ITEMS.includes(doubt))
  const settled = !dropped && items.every(({ proven }) => proven) && isAllSaid(items, ground)
  return {
    isOrder: claims.is_order,
    email,
    items: unsure && items.length > 0 ? items : null,
    dropped: dropped || (claims.email !== null && !email),
    settled,
  }
}

/** Two claims for one colour cannot both be right: the first is kept, and a person looks. */
function checkItems(claims: ItemClaim[], ground: Ground): { items: CheckedItem[]; dropped: boolean } {
  const items = new Map<string, CheckedItem>()
  for (const claim of claims) {
    const item = checkItem(claim, ground)
    if (item && !items.has(item.key)) items.set(item.key, item)
  }
  return { items: [...items.values()], dropped: items.size < claims.length }
}

/** The rules' reading with what the model added to it. Nothing of it is ever taken away. */
function weigh(rules: CommentReading, checked: Checked, offer: Offer): ModelReading {
  const email = checked.email?.address ?? rules.email
  const emailPiece = checked.email?.piece ?? rules.evidence.email
  const isOrder = email !== null && (rules.isOrder || checked.isOrder)
  const items = checked.items ? pick(checked.items, ({ count }) => count) : rules.items
  const pieces = checked.items ? pick(checked.items, ({ piece }) => piece) : rules.evidence.items
  const doubts = doubtsOf(rules, checked, { isOrder, email, items }, offer)
  const explained = explain({ isOrder, email, items, doubts, offer, spam: false, unread: [], cancels: false })
  return {
    isOrder,
    email,
    emails: rules.emails,
    items,
    needsHuman: doubts.length > 0,
    why: checked.dropped ? `The model named what the comment does not say; it was left out. ${explained}` : explained,
    confidence: rate(doubts, isOrder),
    evidence: { ...(emailPiece && { email: emailPiece }), items: pieces },
    doubts,
    by: 'model',
  }
}

function pick<T>(items: CheckedItem[], of: (item: CheckedItem) => T): Record<string, T> {
  return Object.fromEntries(items.map((item) => [item.key, of(item)]))
}

type Result = Pick<CommentReading, 'isOrder' | 'email' | 'items'>

function doubtsOf(rules: CommentReading, checked: Checked, result: Result, offer: Offer): Doubt[] {
  const doubts = new Set(rules.doubts.filter((doubt) => !checked.items || !OF_ITEMS.includes(doubt)))
  if (checked.dropped || (checked.items && !checked.settled)) doubts.add('ambiguous')
  if (result.email !== rules.email) doubts.add('repaired-email')
  if (!result.isOrder && result.email) doubts.add('question')
  if (result.isOrder && !result.items) doubts.add('no-items')
  if (checked.items) addOfferDoubts(checked.items, offer, doubts)
  return [...doubts]
}

function addOfferDoubts(items: CheckedItem[], { maxPerPerson, maxPerColour }: Offer, doubts: Set<Doubt>): void {
  const total = items.reduce((sum, { count }) => sum + count, 0)
  if (items.some(({ offered }) => !offered)) doubts.add('not-on-offer')
  if (maxPerPerson !== null && total > maxPerPerson) doubts.add('over-limit')
  if (maxPerColour !== null && items.some(({ count }) => count > maxPerColour)) doubts.add('over-limit-colour')
}
