import { unknownWords } from '../instruments/instrument-leftovers.ts'
import { readInstrumentField } from '../instruments/read-instruments.ts'
import type { Field } from './field.ts'
import { isClock, labelWords, type Role, roleOf } from './labels.ts'

/** "Call: 10:00" is no number to ring, "Reach you: a@b.example" neither, "Players: 2" names none. */
export function roleAnswered(role: Role | null, value: string): Role | null {
  if (role === 'phone' && isClock(value)) return 'start'
  if (role === 'name' && countsSeats(value)) return 'instruments'
  if (role === 'phone' && /^\S+@\S+$/.test(value)) return 'email'
  return role === 'instruments' && /^\s*\d{1,2}\s*$/.test(value) ? 'quantity' : role
}

/** "Who: 2 violins and a cello" */
function countsSeats(value: string): boolean {
  const counts = Object.values(readInstrumentField(value.slice(0, 200)).instruments)
  return (counts.length > 1 || /\d/.test(value)) && counts.length > 0 && unknownWords(value, counts).length === 0
}

/**
 * "Phone: 9:30" begins nothing, and an e-mail there is not the client's where their own stands beside it. Beside a
 * "Name" whoever else is named ("Ordered by: Bob Ray") is words that a person may have to read.
 */
export function roleKept({ role, label, value }: Field, all: readonly Field[]): Role | null {
  const isOtherName = (one: Field) => one.role === 'name' && one.value !== value && isPlainName(one.label)
  if (role === 'name' && !isPlainName(label) && all.some(isOtherName)) return 'text'
  if (roleOf(label) !== 'phone') return role
  const hasEmail = all.some((one) => one.role === 'email' && roleOf(one.label) === 'email')
  const isOther = (role === 'email' && hasEmail) || (role === 'start' && !/\bcall\b/.test(labelWords(label)))
  return isOther ? 'phone' : role
}

function isPlainName(label: string): boolean {
  return /\bname\b/.test(labelWords(label))
}
