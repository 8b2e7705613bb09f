/** One word, number, mark or emoji of a folded text; `glued` when nothing stands between it and the one before. */
export type Token = {
  kind: 'word' | 'number' | 'mark' | 'emoji'
  v: string
  start: number
  end: number
  glued: boolean
}

const PIECE =
  /\d+(?:[.,]\d+)*|\p{Script=Han}|\p{Script=Katakana}[\p{Script=Katakana}ー]*|\p{Script=Hiragana}+|[\p{L}]+(?:'(?:s|ll|d|re|ve|m|t)(?!\p{L}))?|\p{Extended_Pictographic}|\n|[^\s\p{L}\d]/gu

/** Folded text -> tokens. Letters and digits part ("2black" is two tokens). */
export function tokenise(folded: string): Token[] {
  const tokens: Token[] = []
  let last = -1
  for (const match of folded.matchAll(PIECE)) {
    const v = match[0]
    const start = match.index
    const end = start + v.length
    tokens.push({ kind: kindOf(v), v, start, end, glued: start === last })
    last = end
  }
  return tokens
}

function kindOf(v: string): Token['kind'] {
  const first = v.charAt(0)
  if (first >= '0' && first <= '9') return 'number'
  if (/\p{L}/u.test(v)) return 'word'
  return /\p{Extended_Pictographic}/u.test(v) ? 'emoji' : 'mark'
}

export function spanOf(tokens: Token[], i: number, next: number): { start: number; end: number } {
  return { start: tokens[i]?.start ?? 0, end: tokens[next - 1]?.end ?? 0 }
}

export function isDigit(token: Token | undefined): boolean {
  return token?.kind === 'number'
}
