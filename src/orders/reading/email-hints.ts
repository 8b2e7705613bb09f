import type { Piece } from './email-pieces.ts'
import type { EmailsRead } from './emails.ts'
import type { Clean } from './normalise.ts'

export const HINT =
  /@|[([{<*]\s{0,2}(?:at|a)\s{0,2}[)\]}>*]|arroba|arobas|chiocciola|klammeraffe|affenschwanz|kwenye|apenstaart|sobaka|собака|małpa|שטרודל|كرول|(?<!\p{L})ät(?!\p{L})|\bat\b|[_-]at[_-]|[a-z0-9]AT[a-z]/u

const MAIL_NAME =
  /\b[a-z0-9]{2,20} (?:dot|punto|ponto|punkt|nukta) (?:com|net|org)\b|\b[a-z0-9._-]{2,40}[#&*%][a-z0-9-]{2,30}\.(?:com|net|org)\b|(?:\b|[a-z0-9])(?:g|hot|y|proton|google)mail\b|\b(?:yahoo|outlook|icloud)\b|\.(?:g|hot)mail/

/** "kitATexampleDOTcom", "kit_at_example_dot_com": the signs are inside one atom; open it. */
export function openJoined(pieces: Piece[], clean: Clean): Piece[] {
  return pieces.flatMap((piece) => {
    if (piece.kind !== 'atom' || piece.v.length > 80 || piece.v.length < 8) return [piece]
    const cased = clean.cased.slice(piece.start, piece.end)
    const cuts = JOINED.exec(cased) ?? SHOUTED.exec(cased)
    return cuts ? openAtom(piece, cuts) : [piece]
  })
}

const JOINED = /^(.{1,40}?)([_-]at[_-])(.{1,40}?)([_-]dot[_-])([a-z]{2,10})$/i

const SHOUTED = /^([a-z0-9_-]{1,40}?)(AT)([a-z0-9-]{1,40}?)(DOT)([a-z]{2,10})$/

function openAtom(piece: Piece, cuts: RegExpExecArray): Piece[] {
  const kinds = ['atom', 'at', 'atom', 'dot', 'atom'] as const
  let start = piece.start
  return kinds.map((kind, n) => {
    const v = (cuts[n + 1] ?? '').toLowerCase()
    const end = start + v.length
    const part: Piece = { kind, v: kind === 'at' ? '@' : v, start, end, spoken: kind === 'at' || kind === 'dot' }
    start = end
    return part
  })
}

/** No sign anywhere, but a mail provider's name: someone meant to give an address. */
export function findUnsigned(clean: Clean, read: EmailsRead): void {
  const name = MAIL_NAME.exec(clean.text)
  if (!name) return
  let start = name.index
  while (start > 0 && name.index - start < 64 && /[a-z0-9._-]/.test(clean.text.charAt(start - 1))) start--
  let end = name.index + name[0].length
  while (end < clean.text.length && end - name.index < 64 && /[a-z0-9.]/.test(clean.text.charAt(end))) end++
  read.broken.push({ start, end })
}
