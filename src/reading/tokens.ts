/** A word, a number in digits, a sign (`!!!` is one), an emoji, the end of a line; `start..end` of the folded text. */
export type Token = {
  kind: 'word' | 'number' | 'mark' | 'emoji' | 'line'
  /** As folded; of a run of one sign, the sign. */
  text: string
  start: number
  end: number
  /** No space before it. */
  glued: boolean
}

const KINDS = ['line', 'word', 'number', 'emoji', 'mark'] as const
const EMOJI = String.raw`[\p{Extended_Pictographic}\p{RI}]`
const LEX = new RegExp(String.raw`(\n+)|(\p{L}[\p{L}\p{M}]*(?:'\p{L}+)*)|(\d+(?:[.,]\d+)*)|(${EMOJI})|(\S)\5*`, 'gu')

/** Folded text -> its tokens, one after the other, nothing but spaces left out. Linear. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let last = -1
  for (const match of text.matchAll(LEX)) {
    const [whole, ...groups] = match
    const kind = KINDS[groups.findIndex((group) => group !== undefined)] ?? 'mark'
    const sign = kind === 'mark' || kind === 'line' ? String.fromCodePoint(whole.codePointAt(0) ?? 0) : whole
    tokens.push({ kind, text: sign, start: match.index, end: match.index + whole.length, glued: match.index === last })
    last = match.index + whole.length
  }
  return tokens
}
