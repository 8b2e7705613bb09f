import { type Field, valuesOf } from '../form/field.ts'
import { labelWords } from '../form/labels.ts'
import type { Source } from '../form/unwrap.ts'
import { type Count, countOf, readCount, withCounts } from './counts.ts'
import { unknownWords } from './instrument-leftovers.ts'
import { findInstrument } from './instrument-names.ts'
import { readInstrumentProse } from './instruments-in-prose.ts'
import { countedBeside, isLabelOfSeat, namesCounts, seatOfLabel, withLabelled } from './labelled-seats.ts'
import { readInstrumentField } from './read-instruments.ts'
import type { InstrumentsRead } from './settle-seats.ts'

/** The seats a mail asks for: the form's answer, answers labelled with an instrument, else the free words. */
export function readMailInstruments(source: Source): InstrumentsRead {
  const named = readInstrumentField(valuesOf(source.fields, 'instruments').join('\n')).instruments
  const isNamed = valuesOf(source.fields, 'instruments').length > 0
  const isOther = (field: Field) => isNamed && asksHowMany(field) && !(nameOf(field) in named)
  const fields = source.fields.map((field) => {
    if (isNamed && asksHowMany(field) && !isOther(field)) return { ...field, role: 'quantity' as const }
    return !isNamed && namesCounts(field) ? { ...field, role: 'instruments' as const } : field
  })
  const counts = fields.filter((field) => !namesCounts(field)).flatMap(readCount)
  const answer = readAnswered(fields, counts)
  for (const { label, value } of fields.filter(isOther))
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
  const read = withLabelled(lines, fields.flatMap(countedBeside))
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

/** Beside "Instrument: violin" the answer to "How many violins?" counts them and names nobody more. */
function asksHowMany(field: Field): boolean {
  return isLabelOfSeat(field) && /^how many\b/.test(labelWords(field.label))
}

/** The instrument a label counts, as seats are called. */
function nameOf({ label }: Field): string {
  const named = findInstrument(seatOfLabel(label) ?? '')
  return named?.kind === 'instrument' ? named.name : ''
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
