import { z } from 'zod'
import type { OpenAi } from '#src/integrations/openai/openai.ts'
import { numberAt } from '#src/reading/numbers/number-words.ts'
import { fold, pieceOf, type Text } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { isKnownWord } from '../reading/atoms.ts'
import { explain, rate } from '../reading/explain.ts'
import { type Doubt, doubtsOfItems } from '../reading/judge.ts'
import { paletteOf } from '../reading/palette.ts'
import { prepare } from '../reading/prepare.ts'
import { type Offer, readSale } from '../sales/read-sale.ts'
import type { CommentReading } from './read-comment.ts'

type ModelReading = CommentReading & { by: 'model' }

/** `caption`: the post's. `colours`: what is on offer. */
type ReadableComment = { text: string; caption: string; colours: string[] }

/** Plain on the wire; what it says is checked afterwards. */
const claimsShape = z.object({
  items: z.array(z.object({ colour: z.string(), quantity: z.number(), piece: z.string() })),
})
type Claim = z.infer<typeof claimsShape>['items'][number]
type Item = { key: string; count: number; offered: boolean; piece: string }

const INSTRUCTIONS = `You read one comment under a shop's sale post on Instagram. The data is JSON:
"comment", "caption" (of the post), "colours" (what is on offer).
Say how many of which colour the writer wants now.
"piece" is copied letter by letter from the comment: the shortest stretch that says the value,
colour and amount together. Leave out a value that no stretch of the comment says.
"colour" is one of "colours" where the writer means one of them, else the writer's own word.
A colour without an amount means 1.
Amounts the writer had before, asks about, takes back or compares with are not wanted now.`

/**
 * The draft of a comment that rules are unsure of, by a model. What it says is a claim: each
 * item must come with a piece of the comment that names its colour, or a word no rule knows, and its amount (1 may go
 * unsaid). It betters the draft and never makes a comment clear: every doubt of the rules stays.
 * Fails as `OpenAi.extract` does; then the rules' own reading stands.
 */
export async function readByModel(
  openai: OpenAi,
  comment: ReadableComment,
  rules: CommentReading,
): Promise<ModelReading> {
  const { caption, colours } = comment
  const offer = { ...readSale(caption), colours }
  // Without addresses and attacks: what rules know for one, no model need see.
  const { text } = prepare(comment.text)
  const asked = JSON.stringify({ comment: text.text, caption, colours })
  const claims = await openai.extract({ name: 'comment', instructions: INSTRUCTIONS, text: asked, shape: claimsShape })
  const items = new Map<string, Item>()
  for (const claim of claims.items) {
    const item = checkItem(claim, text, colours)
    if (item && !items.has(item.key)) items.set(item.key, item)
  }
  return weigh(rules, [...items.values()], offer, items.size < claims.items.length)
}

function weigh(rules: CommentReading, found: Item[], offer: Offer, isDropped: boolean): ModelReading {
  const told = isDropped ? 'The model named what the comment does not say; it was left out. ' : ''
  const needsHuman = rules.needsHuman || isDropped
  if (found.length === 0) return { ...rules, needsHuman, why: told + rules.why, by: 'model' }
  const items = Object.fromEntries(found.map(({ key, count }) => [key, count]))
  const pieces = Object.fromEntries(found.map(({ key, piece }) => [key, piece]))
  const stay = rules.doubts.filter((doubt) => !OF_ITEMS.includes(doubt))
  const doubts: Doubt[] = [...new Set<Doubt>(['not-understood', ...stay, ...doubtsOfItems(found, offer)])]
  const isOrder = rules.email !== null
  const { email, notUnderstood } = rules
  const why = told + explain({ isOrder, email, items, doubts, notUnderstood, offer })
  const read = { isOrder, items, doubts, why, needsHuman: true, confidence: rate(doubts, isOrder) }
  return { ...rules, ...read, evidence: { ...rules.evidence, items: pieces }, by: 'model' }
}

/** Doubts about what is asked for: found anew from what the model read. */
const OF_ITEMS: Doubt[] = ['no-items', 'over-limit', 'over-limit-colour', 'not-on-offer']

/** A claimed colour and amount, as far as its piece of the comment says them; null when it does not. */
function checkItem({ colour, quantity, piece }: Claim, text: Text, colours: string[]): Item | null {
  const tokens = tokenise(fold(piece.slice(0, MOST_PIECE)))
  const place = findRun(tokenise(text.text), tokens)
  if (!place || !Number.isSafeInteger(quantity) || quantity < 1 || !saysAmount(tokens, quantity)) return null
  const palette = paletteOf(colours)
  const named = tokens.flatMap((_, at) => palette.at(tokens, at)?.value.key ?? [])
  const key = colours.find((one) => fold(one) === fold(colour).trim()) ?? fold(colour).trim()
  const words = tokens.filter(({ kind }) => kind === 'word').map((token) => token.text)
  const isNamed = named.length > 0 ? named.includes(key) : isStrange(words, colours, key)
  if (!isNamed || key === '__proto__') return null
  return { key, count: quantity, offered: colours.includes(key), piece: pieceOf(text, place.start, place.end) }
}

const MOST_PIECE = 500

/** Where the words of a piece stand in the comment, whole: "2 black" does not stand in "12 black". */
function findRun(text: readonly Token[], piece: readonly Token[]): { start: number; end: number } | null {
  if (piece.length === 0) return null
  const at = text.findIndex((_, from) => piece.every((token, i) => text[from + i]?.text === token.text))
  const [first, last] = [text[at], text[at + piece.length - 1]]
  return first && last ? { start: first.start, end: last.end } : null
}

/** 1 may go unsaid where no number is written at all. */
function saysAmount(tokens: readonly Token[], quantity: number): boolean {
  const counts = tokens.flatMap(
    (token, at) => numberAt(tokens, at)?.value ?? (token.kind === 'number' ? [Number.NaN] : []),
  )
  return counts.includes(quantity) || (quantity === 1 && counts.length === 0)
}

/** No colour is named: a word no rule knows may mean one on offer, or is the writer's own for another. */
function isStrange(words: string[], colours: string[], key: string): boolean {
  if (colours.includes(key)) return words.some((word) => !isKnownWord(word))
  return words.join(' ').includes(key) && key.length > 2
}
