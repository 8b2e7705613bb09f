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
  const pieces: Piece[] = []
  let line = 0
  let breaks = 0
  let label: string | null = null
  for (const { from, to, closedBy } of drafts(tokens)) {
    if (pieces.length >= most) break
    if (to > from) {
      line += breaks
      if (breaks > 1) label = null
      const piece: Piece = { ...pieceOf(text, tokens.slice(from, to)), line, afterBlank: breaks > 1, label }
      const named: string | null = closedBy === ':' ? labelNamed(piece.text) : null
      if (!named) pieces.push(piece)
      label = named ?? (closedBy === '\n' ? null : label)
      breaks = 0
    }
    const end = tokens[to]
    if (end?.kind === 'line') breaks += text.source.slice(end.start, end.end).split('\n').length - 1 || 1
  }
  return markQuestions(pieces, body)
}

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
  if (!token) return false
  if (token.kind === 'line' || token.kind === 'emoji') return true
  if (token.kind !== 'mark') return false
  if (',;|!?()"•*_'.includes(token.text)) return true
  if (token.text === ':') return !(tokens[at + 1]?.kind === 'number' && tokens[at - 1]?.kind === 'number')
  if (token.text === '-') return !token.glued && tokens[at + 1]?.glued === false
  return token.text === '.' && endsSentence(tokens, at)
}

/** "St.", "Apt." and single letters end no sentence. */
function endsSentence(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]]
  if (!before || !after) return true
  if (after.kind === 'line') return true
  if (after.glued) return false
  if (before.kind === 'number') return before.text.length > 2
  if (before.text.length < 2 || addressWordAt(tokens, at - 1)) return false
  return before.text.length > 2 || courtesy.get(before.text) !== null
}

function markQuestions(pieces: Piece[], body: string): Piece[] {
  const ends = [...body.matchAll(/[.!?？؟\n]+/gu)].map(({ 0: sign, index }) => ({ index, asks: /[?？؟]/.test(sign) }))
  let next = 0
  return pieces.map((piece) => {
    while (next < ends.length && (ends[next]?.index ?? 0) < piece.end) next += 1
    return { ...piece, isAsked: ends[next]?.asks ?? false }
  })
}
