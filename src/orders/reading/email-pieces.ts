import type { Clean } from './normalise.ts'

/** What addresses are made of. `spaced`: white space stands before or after the sign. */
export type Piece = {
  kind: 'atom' | 'at' | 'dot' | 'joint' | 'space' | 'odd' | 'other'
  v: string
  start: number
  end: number
  /** A word or bracket that stands for the sign, rather than the sign itself. */
  spoken: boolean
}

const AT_WORDS = new Set(
  'at arroba arobase arobas chiocciola klammeraffe affenschwanz kwenye aet ät apenstaartje sobaka małpa malpa собака شطرودل שטרודל כרוכית'.split(
    ' ',
  ),
)
const DOT_WORDS = new Set(
  'dot punto punkt point ponto punt nokta kropka d0t nukta nukuta doti нудот точка نقطة دوت נקודה'.split(' '),
)
const JOINT_WORDS = new Map([
  ['dash', '-'],
  ['hyphen', '-'],
  ['guion', '-'],
  ['guión', '-'],
  ['tiret', '-'],
  ['bindestrich', '-'],
  ['trattino', '-'],
  ['hifen', '-'],
  ['hífen', '-'],
  ['guion bajo', '_'],
  ['guión bajo', '_'],
  ['tiret bas', '_'],
  ['barra baja', '_'],
  ['under score', '_'],
  ['sublinhado', '_'],
  ['underscore', '_'],
  ['underline', '_'],
  ['unterstrich', '_'],
  ['subguion', '_'],
  ['plus', '+'],
])
const LEX =
  /[([{<]\s{0,2}(at|dot|d|a|@|\.|arroba|punto|arobase|point|punkt|ponto|ät|et|underscore|dash)\s{0,2}[)\]}>]|(?<=\s)[-_*~]{1,2}(at|dot)[-_*~]{1,2}(?=\s)|(?<!\p{L})(?:ät|małpa)(?!\p{L})|(?<![a-z0-9])(?:gui[oó]n bajo|tiret bas|barra baja|under score)(?![a-z])|[a-z0-9_%+'-]+|[^\S\n]+|\n|@|\.|(?:(?![a-z])\p{L})+|./gisu
const ATOM = /^[a-z0-9_%+'-]+$/

/** Plain text -> pieces, one after the other, nothing left out. Linear. */
export function cutPieces(clean: Clean): Piece[] {
  const pieces: Piece[] = []
  for (const match of clean.text.matchAll(LEX)) {
    const v = match[0]
    const bracketed = match[1] ?? match[2]
    pieces.push(pieceFor(v, bracketed, match.index))
  }
  return pieces.map((piece, i) =>
    isGlued(piece, pieces, i)
      ? { ...piece, kind: 'atom', v: clean.text.slice(piece.start, piece.end), spoken: false }
      : piece,
  )
}

/** "dot.harker@", "kit@dot.example": a word for a sign stands free; touching a name it is part of it. */
function isGlued(piece: Piece, pieces: Piece[], i: number): boolean {
  if (!piece.spoken || /[^a-z0]/.test(piece.v.replace(/[-_+]/, ''))) return false
  return touches(pieces[i - 1]) || touches(pieces[i + 1])
}

function touches(piece: Piece | undefined): boolean {
  return piece !== undefined && !piece.spoken && (piece.kind === 'atom' || piece.kind === 'dot' || piece.v === '@')
}

function pieceFor(v: string, bracketed: string | undefined, start: number): Piece {
  const piece = { v, start, end: start + v.length, spoken: false }
  if (bracketed) return { ...piece, ...readBracket(bracketed), spoken: true }
  if (v === '@') return { ...piece, kind: 'at' }
  if (v === '.') return { ...piece, kind: 'dot' }
  if (!v.trim()) return { ...piece, kind: 'space' }
  if (AT_WORDS.has(v)) return { ...piece, kind: 'at', spoken: true }
  if (DOT_WORDS.has(v)) return { ...piece, kind: 'dot', spoken: true }
  const joint = JOINT_WORDS.get(v)
  if (joint) return { ...piece, kind: 'joint', v: joint, spoken: true }
  if (ATOM.test(v)) return { ...piece, kind: 'atom' }
  return { ...piece, kind: isLookAlike(v) ? 'odd' : 'other' }
}

function readBracket(word: string): Pick<Piece, 'kind' | 'v'> {
  if (/^(?:dot|d|\.|punto|point|punkt|ponto)$/.test(word)) return { kind: 'dot', v: '.' }
  if (word === 'dash') return { kind: 'joint', v: '-' }
  if (word === 'underscore') return { kind: 'joint', v: '_' }
  return { kind: 'at', v: '@' }
}

/** Letters of alphabets that hold doubles of Latin ones: never guessed at, never taken for a gap. */
function isLookAlike(v: string): boolean {
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(v)
}
