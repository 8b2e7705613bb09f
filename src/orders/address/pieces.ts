import { normalise, type Text } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { addressWordAt, courtesy, labelNamed } from './words.ts'

/** What stands between two separators: commas, ends of sentences, ends of lines. */
export type Piece = {
  line: number
  /** Offsets in the body. */
  start: number
  end: number
  text: string
  tokens: Token[]
  /** An empty line stands before it. */
  afterBlank: boolean
  /** Its sentence ends with a question mark. */
  isAsked: boolean
  /** The label of a form that it answers. */
  label: string | null
}

type Draft = { from: number; to: number; closedBy: string }

/** Cuts a text into pieces small enough to be one part of an address, labels of forms taken off. Linear. */
export function cutPieces(body: string, most = Number.POSITIVE_INFINITY): Piece[] {
  const text = normalise(body)
  const tokens = tokenise(text.text).map((token) => atSource(token, text))
  const place = { line: 0, breaks: 0, label: null as string | null }
  const pieces: Piece[] = []
  for (const draft of drafts(tokens)) {
    if (pieces.length >= most) break
    if (draft.to > draft.from) pieces.push(...readDraft(text, tokens, draft, place))
    const end = tokens[draft.to]
    if (end?.kind === 'line') place.breaks += text.source.slice(end.start, end.end).split('\n').length - 1 || 1
  }
  return markQuestions(pieces, body)
}

/** The piece, or nothing where it is the label of the next ones. */
function readDraft(
  text: Text,
  tokens: Token[],
  { from, to, closedBy }: Draft,
  place: { line: number; breaks: number; label: string | null },
): Piece[] {
  const afterBlank = place.breaks > 1
  place.line += place.breaks
  const label = afterBlank ? null : place.label
  const piece = { ...pieceOf(text, tokens.slice(from, to)), line: place.line, afterBlank, label }
  // "Town: Leeds", "Town - Leeds"
  const mayLabel = closedBy === ':' || (closedBy === '-' && (from === 0 || tokens[from - 1]?.kind === 'line'))
  const named = mayLabel ? labelNamed(piece.text) : null
  place.label = named ?? (closedBy === '\n' ? null : label)
  place.breaks = 0
  return named ? [] : [label ? piece : withoutLabel(piece, text)]
}

const MOST_LABEL_WORDS = 6

/** "billing 901 Market Sq", "Old one was 77 Pine St": a label without a colon, before a house's number. */
function withoutLabel(piece: Piece, text: Text): Piece {
  const number = piece.tokens.findIndex(({ kind }) => kind !== 'word')
  const first = piece.tokens[number]
  if (first?.kind !== 'number' || number < 1 || number > MOST_LABEL_WORDS) return piece
  const name = piece.text.slice(0, first.start - piece.start).replace(/\s+(?:(?:is|was)\s*)?$/i, '')
  const isMeant = SHIPS.test(name) || USES.test(name)
  const label = isMeant ? 'address' : labelNamed(name)
  return isMeant || label === 'not' ? { ...piece, ...pieceOf(text, piece.tokens.slice(number)), label } : piece
}

const SHIPS = /^(?:(?:the |my )?(?:shipping|delivery)(?: address)?|ship(?: it)? to)$/i
const USES = /^(?:please )?use(?: (?:this|the new)(?: one)?)?$/i

function atSource(token: Token, { from }: Text): Token {
  return { ...token, start: from[token.start] ?? 0, end: from[token.end] ?? 0 }
}

function pieceOf(text: Text, tokens: Token[]): Omit<Piece, 'line' | 'afterBlank' | 'label'> {
  const start = tokens[0]?.start ?? 0
  const whole = text.source.slice(start, tokens.at(-1)?.end ?? start).trimEnd()
  return { start, end: start + whole.length, text: whole, tokens, isAsked: false }
}

function* drafts(tokens: readonly Token[]): Generator<Draft> {
  let from = 0
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (!token || !separates(tokens, at)) continue
    yield { from, to: at, closedBy: token.text }
    from = at + 1
  }
  if (from < tokens.length) yield { from, to: tokens.length, closedBy: '\n' }
}

function separates(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!token || token.kind === 'word' || token.kind === 'number') return false
  if (token.kind !== 'mark' || ',;|!?()"•*_'.includes(token.text)) return true
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  if (token.text === ':') return before?.kind !== 'number' || after?.kind !== 'number'
  if (token.text === '-') return !token.glued && after?.glued === false
  // "Dora Fielding / Elm Street 5 / 04103 Leipzig"
  if (token.text === '/' && after && !token.glued && !after.glued)
    return [before, after].some((one) => one?.kind === 'word' || Number(one?.text.length) > 3)
  return token.text === '.' && endsSentence(tokens, at)
}

const TITLES = new Set('mr mrs ms dr prof rev hr fr frl sr sra srta sig dott mme mlle dhr mevr'.split(' '))

/** "St.", "Apt.", "Mrs." and single letters end no sentence. */
function endsSentence(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  if (!before || !after) return true
  if (after.kind === 'line') return true
  if (after.glued) return false
  if (before.kind === 'number') return before.text.length > 2
  // "No. 14/2"
  if (/^(?:no|nr|num)$/.test(before.text) && after.kind === 'number') return false
  if (before.text.length < 2 || TITLES.has(before.text)) return false
  // "62 Clover Street. Do you need more?", but "Ahornstr. 5"
  if (addressWordAt(tokens, at - 1)) return opensSentence(tokens, at + 1)
  return before.text.length > 2 || courtesy.get(before.text) !== null
}

/** Words of sentences, one behind the other. */
function opensSentence(tokens: readonly Token[], at: number): boolean {
  let next = at
  for (let known = 0; known < 2; known += 1) next = courtesy.at(tokens, next)?.next ?? Number.POSITIVE_INFINITY
  return next <= tokens.length
}

function markQuestions(pieces: Piece[], body: string): Piece[] {
  const signs = [...body.matchAll(/[.!?？؟\n]+/gu)]
  const ends = signs.map(({ 0: sign, index }) => ({ index, asks: /[?？؟]/.test(sign) }))
  let next = 0
  return pieces.map((piece) => {
    while (next < ends.length && (ends[next]?.index ?? 0) < piece.end) next += 1
    return { ...piece, isAsked: ends[next]?.asks ?? false }
  })
}
