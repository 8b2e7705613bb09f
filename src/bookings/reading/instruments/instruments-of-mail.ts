import { valuesOf } from '../form/client.ts'
import type { Field } from '../form/fields.ts'
import { labelWords, slotOf } from '../form/labels.ts'
import type { Source } from '../form/unwrap.ts'
import { unknownWords } from './instrument-leftovers.ts'
import { findInstrument } from './instrument-names.ts'
import { readInstrumentProse } from './instruments-in-prose.ts'
import { type InstrumentsRead, readInstrumentField } from './read-instruments.ts'

/** The seats a mail asks for: the form's answer, answers labelled with an instrument, else the free words. */
export function readMailInstruments({ fields, prose, subject }: Source): InstrumentsRead {
  const answer = readInstrumentField(answered(fields).join('\n'))
  if (hasSeats(answer)) return answer
  const unknown = readInstrumentField(unknownAnswers(fields).join('\n'))
  if (hasSeats(unknown)) return unknown
  if (valuesOf(fields, 'instruments').length > 0) return answer
  const said = readInstrumentProse([...valuesOf(fields, 'text'), prose].join('\n'))
  if (hasSeats(said)) return said
  // "Our dates: ... One violin each.", "Session: 2 hours, cello"
  const open = fields.filter(({ role }) => role === null || role === 'times').map(({ value }) => value)
  const beside = readInstrumentProse(open.join('\n'))
  return hasSeats(beside) ? beside : readInstrumentProse(subject)
}

function hasSeats({ instruments }: InstrumentsRead): boolean {
  return Object.keys(instruments).length > 0
}

/** 'Instrument 2: viola' with 'Quantity 2: 3' is 'viola x3'; 'Violin: 2' and 'Cello: yes' count by their labels. */
function answered(fields: readonly Field[]): string[] {
  const asked = fields.filter(({ role, value }) => role === 'instruments' && value !== '')
  const counts = fields.filter(({ role, value }) => role === 'quantity' && /^\s*\d{1,2}\s*$/.test(value))
  return [...asked.map((field) => withCount(field, asked, counts)), ...fields.flatMap(byLabel)]
}

function withCount(field: Field, asked: readonly Field[], counts: readonly Field[]): string {
  const slot = slotOf(field.label)
  const own = counts.find(({ label }) => slotOf(label) === slot && (slot !== '' || asked.length === 1))
  const isOne = !/[,\n&+;]|\band\b|\d/.test(field.value)
  return own && isOne ? `${field.value} x${own.value.trim()}` : field.value
}

function byLabel({ role, label, value }: Field): string[] {
  if (role !== null || findInstrument(labelWords(label)) === null) return []
  if (/^\s*\d{1,2}\s*$/.test(value)) return Number(value) > 0 ? [`${label} x${value.trim()}`] : []
  return /^\s*(?:yes|y|x|\u2713|\u2714|true|on|checked|oui|si|ja)\s*$/i.test(value) ? [label] : []
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
