import { valuesOf } from '../../reading/form/client.ts'
import { flat, tidy } from '../../reading/form/fold.ts'
import { dropInjection } from '../../reading/form/intent.ts'
import type { Source } from '../../reading/form/unwrap.ts'

const CLIENTS = ['name', 'firstName', 'lastName', 'email', 'phone', 'from']

/** What a model is shown of a mail: no words to the machine, and no answer that says who the client is. */
export function textForModel(source: Source): string {
  const { subject, fields, prose } = source
  const answers = fields
    .filter(({ role, value }) => value !== '' && !CLIENTS.includes(role ?? ''))
    .map(({ label, value }) => `${label}: ${dropInjection(value).text}`)
  const said = dropInjection([subject, ...answers, prose].join('\n')).text
  // Not the names: one who is called May would take the month away.
  const reach = [...valuesOf(fields, 'email'), ...valuesOf(fields, 'phone')].filter((value) => value.length > 5)
  return reach.reduce((text, value) => text.replaceAll(value, '…'), said)
}

const LONGEST = 200

/** The piece as it stands in the text, not cut out of a word, a number, a date or a time of day; else null. */
export function claimedPiece(text: string, claimed: string): string | null {
  const [whole, piece] = [flat(tidy(text)), flat(tidy(claimed))]
  if (piece === '' || piece.length > LONGEST) return null
  for (let at = whole.indexOf(piece); at >= 0; at = whole.indexOf(piece, at + 1)) {
    if (!isCut(whole, at) && !isCut(whole, at + piece.length)) return piece
  }
  return null
}

/** "12 cellos" does not say "2 cellos", nor "10:30" 30, nor "2026-03-18" 03-18. */
function isCut(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2), at)
  const after = text.slice(at, at + 2)
  if (/[\p{L}\d]$/u.test(before) && /^[\p{L}\d]/u.test(after)) return true
  return /\d[.,:/-]$/.test(before) ? /^\d/.test(after) : /\d$/.test(before) && /^[.,:/-]\d/.test(after)
}
