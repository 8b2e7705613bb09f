import { seatOfLabel } from '../instruments/labelled-seats.ts'
import { roleAnswered } from './answered-role.ts'
import type { Field } from './field.ts'
import { flat } from './fold.ts'
import { isClock, labelWords, type Role, roleOf } from './labels.ts'

/** `bare`: how many labels stood on a line of their own. */
export type State = { fields: Field[]; prose: string[]; open: Field | null; isAfterBlank: boolean; bare: number }

export function fieldOf(label: string, value: string): Field {
  return { role: roleAnswered(roleOf(label), value), label: flat(label), value: value.trim() }
}

/** A label on a line of its own, its answer below. */
export function bareLabel(line: string, following: string, state: State): Field | null {
  if (
    line.length > 60 ||
    /[.,!\d@]$/.test(line) ||
    isAnswerOf(state.open, line) ||
    (state.open?.role === 'text' && !state.isAfterBlank)
  )
    return null
  const role = roleOf(line)
  if (role === null) return isCountedBelow(line, following) ? fieldOf(line, '') : null
  const isAside = role === 'from' || role === 'other' || role === 'aside'
  if (isAside && !isHour(line, role, following) && !isOfBareForm(line, role, following, state)) return null
  const isQuestion = /[?:*]$/.test(line)
  return isQuestion || (following.trim() !== '' && roleOf(following) === null) || following.trim() === ''
    ? fieldOf(line, '')
    : null
}

const SHAPED: Partial<Record<Role, RegExp>> = { email: /@/, phone: /\d/, date: /\d/, start: /\d/, end: /\d/ }

/** Below a label stands its answer; another label below "Phone" is none, for nobody is called by it. */
function isAnswerOf(open: Field | null, line: string): boolean {
  if (open?.value !== '') return false
  const [asked, role] = [open.role ?? 'other', roleOf(line)]
  const shape = SHAPED[asked]
  const isNamed = NAMED.includes(asked) && (role === 'email' || role === 'phone')
  return !(isNamed || (shape && role !== null && role !== asked && !shape.test(line)))
}

const NAMED: readonly Role[] = ['name', 'firstName', 'lastName']

/** 'How many violins?' above '2'. */
function isCountedBelow(line: string, following: string): boolean {
  return /^\s*\d{1,2}\s*$/.test(following) && seatOfLabel(line) !== null
}

/** 'From' above '2 pm'. */
function isHour(line: string, role: Role, following: string): boolean {
  return (role === 'from' || labelWords(line) === 'to') && isClock(following)
}

/** 'Submission time' among labels that all stand on lines of their own. */
function isOfBareForm(line: string, role: Role, following: string, { bare }: State): boolean {
  const isLabel = (role === 'other' || role === 'aside') && /^\p{L}/u.test(line)
  return isLabel && bare > 2 && following.trim() !== '' && roleOf(following) === null
}
