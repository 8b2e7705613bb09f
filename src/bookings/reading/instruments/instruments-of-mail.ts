import type { Field } from '../form/fields.ts'
import { fold } from '../form/fold.ts'
import { labelWords } from '../form/labels.ts'
import type { Source } from '../form/unwrap.ts'
import { valuesOf } from '../form/values.ts'
import { type Count, countOf, readCount, withCounts } from './counts.ts'
import { unknownWords } from './instrument-leftovers.ts'
import { findInstrument } from './instrument-names.ts'
import { readInstrumentProse } from './instruments-in-prose.ts'
import { readQuantity } from './quantities.ts'
import { readInstrumentField } from './read-instruments.ts'
import type { InstrumentsRead } from './settle-seats.ts'

/** The seats a mail asks for: the form's answer, answers labelled with an instrument, else the free words. */
export function readMailInstruments(source: Source): InstrumentsRead {
  const named = valuesOf(source.fields, 'instruments')
  const lone = loneInstrument(named)
  const isCount = (field: Field) => named.length > 0 && asksHowMany(field)
  const fields = source.fields.map((field) =>
    isCount(field) && nameOf(field) === lone ? { ...field, role: 'quantity' as const } : field,
  )
  const counts = fields.flatMap(readCount)
  const answer = readAnswered(fields, counts)
  for (const { label, value } of fields.filter((field) => field.role === null && isCount(field)))
    answer.doubts.push({ problem: 'quantity_ambiguous', about: `${label} ${value}` })
  if (hasSeats(answer)) return answer
  const unknown = readInstrumentField(unknownAnswers(fields).join('\n'))
  if (hasSeats(unknown)) return withCounts(unknown, counts)
  return valuesOf(fields, 'instruments').length > 0 ? answer : withCounts(readFreeWords(source), counts)
}

function readFreeWords({ fields, prose, subject, older }: Source): InstrumentsRead {
  const said = readInstrumentProse([...valuesOf(fields, 'text'), prose].join('\n'))
  if (hasSeats(said)) return said
  // "Our dates: ... One violin each.", "Session: 2 hours, cello"
  const open = fields.flatMap(({ role, label, value }) =>
    role === null || role === 'times' ? [`${label}: ${value}`] : [],
  )
  const beside = readInstrumentProse(open.join('\n'))
  const again = [subject, older].map(readInstrumentProse)
  return [beside, ...again].find(hasSeats) ?? beside
}

function hasSeats({ instruments }: InstrumentsRead): boolean {
  return Object.keys(instruments).length > 0
}

/** 'Instrument 2: viola' with 'Quantity 2: 3' is 'viola x3'; 'Violin: 2' and 'Cello: yes' count by their labels. */
function readAnswered(fields: readonly Field[], counts: readonly Count[]): InstrumentsRead {
  const asked = fields.filter(({ role, value }) => role === 'instruments' && value !== '')
  const taken = new Set<Count>()
  const lines = asked.map((field) => {
    const own = /[,\n&+;]|\band\b|\d/.test(field.value) ? undefined : countOf(field, asked, counts)
    if (own && own.count === null) return `a few ${field.value}`
    // "string quartet", "How many: 4": its players
    if (own?.count == null || own.count === playersIn(field.value)) return field.value
    taken.add(own)
    return `${field.value} x${own.count}`
  })
  const read = readInstrumentField([...lines, ...fields.flatMap(byLabel)].join('\n'))
  return hasSeats(read)
    ? withCounts(
        read,
        counts.filter((one) => !taken.has(one)),
      )
    : read
}
/** Of more than one. */
function playersIn(answer: string): number | null {
  const counts = Object.values(readInstrumentField(answer).instruments)
  return counts.length > 1 ? counts.reduce((sum: number, count) => sum + (count ?? 0), 0) : null
}

function loneInstrument(answers: readonly string[]): string | null {
  const [only, ...more] = Object.keys(readInstrumentField(answers.join('\n')).instruments)
  return only !== undefined && more.length === 0 ? only : null
}

function nameOf({ label }: Field): string | null {
  const named = findInstrument(readQuantity(labelWords(label)).rest)
  return named?.kind === 'instrument' ? named.name : null
}

/** Beside "Instrument: violin" the answer to "How many violins?" counts them and names nobody more. */
function asksHowMany(field: Field): boolean {
  return isLabelOfSeat(field) && /^how many\b/.test(labelWords(field.label))
}

/** "Violins II: 3" */
export function isLabelOfSeat({ role, label }: Field): boolean {
  return role === null && findInstrument(readQuantity(labelWords(label)).rest) !== null
}

function byLabel(field: Field): string[] {
  if (!isLabelOfSeat(field)) return []
  const [name, { value }] = [readQuantity(labelWords(field.label)).rest, field]
  const { quantity, rest } = readQuantity(fold(value))
  if (quantity.isTaken) return []
  if (quantity.count !== null && rest === '') return [`${name} x${quantity.count}`]
  return /^\s*(?:yes|y|x|\u2713|\u2714|true|on|checked|oui|si|ja)\s*$/i.test(value) ? [name] : []
}

/** A question we do not know, answered with nothing but names of instruments. */
function unknownAnswers(fields: readonly Field[]): string[] {
  return fields
    .filter(({ role, value }) => role === null && value !== '' && value.length < 200)
    .map(({ value }) => value)
    .filter((value) => {
      const { instruments } = readInstrumentField(value)
      const counts = Object.values(instruments)
      return counts.length > 0 && unknownWords(value, counts).length === 0
    })
}
