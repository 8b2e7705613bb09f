/**
 * Where a piece stands in a text without being cut out of a word, a number, a date or a time of day; -1 where it does
 * not. What a model quotes is believed only so: "12 cellos" does not say "2 cellos", nor "1,500" or "1 500" 500.
 */
export function findWhole(text: string, piece: string): number {
  if (piece === '') return -1
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    if (!isCut(text, at) && !isCut(text, at + piece.length)) return at
  }
  return -1
}

function isCut(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at)
  const after = text.slice(at, at + 4)
  if (/[\p{L}\d]$/u.test(before) && /^[\p{L}\d]/u.test(after)) return true
  if (/\d\s$/.test(before) && /^\d{3}(?!\d)/.test(after)) return true
  return /\d[.,:/-]$/.test(before)
    ? /^\d/.test(after)
    : /\d$/.test(before) && /^(?:[.,:/-]\d|\s\d{3}(?!\d))/.test(after)
}
