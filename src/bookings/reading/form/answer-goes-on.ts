import { loadLexicon } from '#src/reading/lexicon.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'
import { seatOfLabel } from '../instruments/labelled-seats.ts'
import { readQuantity } from '../instruments/quantities.ts'
import { readInstrumentField } from '../instruments/read-instruments.ts'
import { readTokens } from '../times/time-tokens.ts'
import type { Field } from './field.ts'
import { fold } from './fold.ts'
import type { Role } from './labels.ts'

const mails = loadLexicon('booking-mail')
const MANY_LINES: readonly (Role | null)[] = ['times', 'instruments', 'text', 'date', 'time']
/** An address or a number to ring: whoever writes goes on with who they are. */
const REACH = /[^\s@]@[^\s@]|(?:^|[^\d/:-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)|\+\d[\d ().-]{8}/
const HOURS = /\d{1,2}:\d\d|\d ?[ap]\.?m\b/i

/** Whether an answer that has begun goes on in this line. */
export function takesMore(open: Field, line: string, isAfterBlank: boolean): boolean {
  if (open.role === 'text') return true
  if (closes(line)) return false
  if (open.role === 'instruments' && (HOURS.test(line) || namesDay(line))) return false
  if (open.role !== null && (!MANY_LINES.includes(open.role) || REACH.test(line))) return false
  if (!isAfterBlank) return true
  return open.role !== null && /^[-*\u2022\u00b7\d(]/.test(line) && line.length < 120
}

/** "Cheers, Ann" */
function closes(line: string): boolean {
  const tokens = tokenise(fold(line.slice(0, 60)))
  const said = mails.at(tokens, 0)
  return said?.value.meaning === 'closing' && (tokens[said.next]?.kind ?? 'mark') === 'mark'
}

/** "Friday December 11" below "violin, cello" */
function namesDay(line: string): boolean {
  return readTokens(fold(line.slice(0, 80))).some(
    ({ kind }) => kind === 'month' || kind === 'weekday' || kind === 'date',
  )
}

/** Whether "label: value" is part of the answer above it, and no question of its own. */
export function isWithin(open: Field | null, label: string, value: string, isSmall: boolean): boolean {
  const role = open?.role ?? null
  return MANY_LINES.includes(role) && (role === 'text' || !isOther(open, label, value, isSmall))
}

/** Below a question that takes many lines: an answer to another one. */
function isOther(open: Field | null, label: string, value: string, isSmall: boolean): boolean {
  if (open?.role === 'instruments') return HOURS.test(value) || countsAgain(open.value, label, value)
  return isSmall || namesPlayers(value) || countsPlayers(label, value)
}

/** "Who: violin, 2 cellos" below the days is none of them. */
function namesPlayers(value: string): boolean {
  const tokens = tokenise(fold(value.slice(0, 60)))
  return namedAt(tokens, tokens[0]?.kind === 'number' ? 1 : 0) !== null
}

/** "Violins: 2", "No. of cellos: one" below the hours. */
function countsPlayers(label: string, value: string): boolean {
  const { quantity, rest } = readQuantity(fold(value.slice(0, 60)))
  const isCount = quantity.isTaken || quantity.count !== null || /^(?:-|yes|no)$/.test(rest)
  return isCount && !HOURS.test(value) && seatOfLabel(label) !== null
}

/** "Cello: 1" below "violin, cello" */
function countsAgain(named: string, label: string, value: string): boolean {
  const before = readInstrumentField(named).instruments
  return countsPlayers(label, value) && Object.keys(readInstrumentField(label).instruments).some((one) => one in before)
}
