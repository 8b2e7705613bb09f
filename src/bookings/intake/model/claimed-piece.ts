import { findWhole } from '#src/reading/whole-piece.ts'
import { valuesOf } from '../../reading/form/field.ts'
import { flat, tidy } from '../../reading/form/fold.ts'
import { dropInjection } from '../../reading/form/intent.ts'
import type { Source } from '../../reading/form/unwrap.ts'

/** A mail that says when and what says so near its top. */
const MOST_SHOWN = 12_000
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
  return reach.reduce((text, value) => text.replaceAll(value, '…'), said).slice(0, MOST_SHOWN)
}

const LONGEST = 200

/** The piece as it stands in the text, not cut out of a word, a number, a date or a time of day; else null. */
export function claimedPiece(text: string, claimed: string): string | null {
  const [whole, piece] = [flat(tidy(text)), flat(tidy(claimed))]
  if (piece === '' || piece.length > LONGEST) return null
  return findWhole(whole, piece) >= 0 ? piece : null
}
