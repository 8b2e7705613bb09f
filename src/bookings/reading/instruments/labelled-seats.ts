import type { Field } from '../form/field.ts'
import { fold } from '../form/fold.ts'
import { labelWords, withoutTail } from '../form/labels.ts'
import { isUncounted } from './counts.ts'
import { unknownWords } from './instrument-leftovers.ts'
import { findInstrument } from './instrument-names.ts'
import { readQuantity } from './quantities.ts'
import { readInstrumentField } from './read-instruments.ts'
import type { InstrumentsRead } from './settle-seats.ts'

/** "Violins II: 3" */
export function isLabelOfSeat({ role, label }: Field): boolean {
  return role === null && seatOfLabel(label) !== null
}

/** "No. of cellos", "How many violins do you need?": whom a label counts. */
export function seatOfLabel(label: string): string | null {
  const { rest } = readQuantity(withoutTail(labelWords(label)))
  return findInstrument(rest) === null ? null : rest
}

/** "How many of each?" 2 violins, 1 cello */
export function namesCounts({ role, value }: Field): boolean {
  if (role !== 'quantity') return false
  const counts = Object.values(readInstrumentField(value).instruments)
  return counts.length > 0 && unknownWords(value, counts).length === 0
}

/** Seats that are counted beside the question for them: by their labels, and by an answer to how many of each. */
export function countedBeside(field: Field): string[] {
  if (namesCounts(field)) return field.value.split(/[,;\n]|\band\b/)
  const [name, { value }] = [isLabelOfSeat(field) ? seatOfLabel(field.label) : null, field]
  if (name === null) return []
  const { quantity, rest } = readQuantity(fold(value))
  if (quantity.isTaken) return []
  if (quantity.count !== null && rest === '') return [`${name} x${quantity.count}`]
  return /^\s*(?:yes|y|x|\u2713|\u2714|true|on|checked|oui|si|ja)\s*$/i.test(value) ? [name] : []
}

/** "Instruments: violin, cello" and below it "Violin: 2": the same seats, counted; two other numbers are a doubt. */
export function withLabelled(answers: readonly string[], labelled: readonly string[]): InstrumentsRead {
  const own = readInstrumentField(answers.join('\n'))
  const again = labelled.filter((line) => seatsOf(line).some(([name]) => name in own.instruments))
  const read = readInstrumentField([...answers, ...labelled.filter((line) => !again.includes(line))].join('\n'))
  const counts = readInstrumentField(again.filter((line) => /\d/.test(fold(line))).join('\n')).instruments
  for (const [name, count] of Object.entries(counts)) {
    if (count !== read.instruments[name] && !isUncounted(own))
      read.doubts.push({ problem: 'quantity_ambiguous', about: again.join(', ') })
    else read.instruments[name] = count
  }
  return read
}

function seatsOf(line: string): [string, number | null][] {
  return Object.entries(readInstrumentField(line).instruments)
}
