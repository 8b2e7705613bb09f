import { loadLexicon } from '#src/reading/lexicon.ts'
import { tokenise } from '#src/reading/tokens.ts'
import { findInstrument } from '../instruments/instrument-names.ts'
import { seatOfLabel } from '../instruments/labelled-seats.ts'
import { readQuantity } from '../instruments/quantities.ts'
import { readInstrumentField } from '../instruments/read-instruments.ts'
import { readTokens } from '../times/time-tokens.ts'
import { roleAnswered, roleKept } from './answered-role.ts'
import type { Field } from './field.ts'
import { flat, fold } from './fold.ts'
import { isClock, labelWords, type Role, roleOf, withoutBrackets } from './labels.ts'
import { cutSignature } from './signature.ts'
import { splitInline } from './split-inline.ts'
import { withTables } from './tables.ts'
import { withBoxes } from './with-boxes.ts'
import { withColons } from './with-colons.ts'

/** `isCut`: a line was longer than is read. */
export type FieldsRead = { fields: Field[]; prose: string; signature: string; isCut: boolean }

const mails = loadLexicon('booking-mail')
const LONGEST_LINE = 2000
const MOST_FIELDS = 200
const MOST_LINES = 3000
const MANY_LINES: readonly (Role | null)[] = ['times', 'instruments', 'text', 'date', 'time']

/** `bare`: how many labels stood on a line of their own. */
type State = { fields: Field[]; prose: string[]; open: Field | null; isAfterBlank: boolean; bare: number }

/** The labelled answers of a plain text, in whatever way the form writes them; the rest is `prose`. */
export function readFields(text: string, writer = ''): FieldsRead {
  const { body, signature } = cutSignature(text, writer)
  const state: State = { fields: [], prose: [], open: null, isAfterBlank: false, bare: 0 }
  const written = withBoxes(body.split('\n').slice(0, MOST_LINES))
  const lines = withColons(withTables(written.filter((line) => !isStamp(line)).map(withoutStars))).flatMap(splitInline)
  const isCut = lines.some((line) => line.length > LONGEST_LINE)
  for (const [at, line] of lines.entries()) {
    if (state.fields.length >= MOST_FIELDS) break
    readLine(line.slice(0, LONGEST_LINE), lines[at + 1] ?? '', state)
  }
  // "Song 1: violin, Nov 10": a letter with a colon is no form.
  if (state.fields.every(({ role }) => role === 'other' || role === 'aside'))
    return { fields: [], prose: lines.join('\n'), signature, isCut }
  const answered = state.fields.map((field) => ({ ...field, role: roleAnswered(field.role, field.value) }))
  const fields = answered.map((field) => ({ ...field, role: roleKept(field, answered) }))
  return { fields, prose: state.prose.join('\n'), signature, isCut }
}

function readLine(line: string, following: string, state: State): void {
  const trimmed = line.trim()
  if (trimmed === '') {
    state.isAfterBlank = true
    return
  }
  if (/^[\s=_*\-#~+.]{3,}$/.test(trimmed)) {
    state.open = null
    return
  }
  const own = labelled(trimmed, state)
  const field = own ?? bare(trimmed, following, state)
  if (field && !own) state.bare += 1
  if (field) {
    state.fields.push(field)
    state.open = field
  } else goesOn(trimmed, state)
  state.isAfterBlank = false
}

/** "** Pick a day **", "**Phone**" */
function withoutStars(line: string): string {
  return /^\s*\*\*[^*]{2,100}\*\*\s*$/.test(line) ? line.replaceAll('*', '').trim() : line
}

function goesOn(line: string, state: State): void {
  const { open } = state
  if (open && (open.value === '' || takesMore(open, line, state.isAfterBlank))) {
    open.value += open.value === '' ? line.replace(/^>\s?/, '') : `${state.isAfterBlank ? '\n\n' : '\n'}${line}`
    return
  }
  state.open = null
  state.prose.push(line)
}

/** An address or a number to ring: whoever writes goes on with who they are. */
const REACH = /[^\s@]@[^\s@]|(?:^|[^\d/:-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)|\+\d[\d ().-]{8}/
const HOURS = /\d{1,2}:\d\d|\d ?[ap]\.?m\b/i

function takesMore(open: Field, line: string, isAfterBlank: boolean): boolean {
  if (open.role === 'text') return true
  if (closes(line)) return false
  if (open.role === 'instruments' && HOURS.test(line)) return false
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

/** 'Label: value', 'LABEL..... value', 'Label = value'. A label we do not know needs a colon and few words. */
function labelled(line: string, state: State): Field | null {
  const dotted = known(/^([^.:]{2,60}?)\s?\.{3,}\s{0,9}(.*)$/.exec(line))
  if (dotted) return dotted
  const apart = known(/^([^:]{2,50}?):?(?:\t+| +[\u00b7|] +| {3,})(.*)$/.exec(line))
  if (apart && apart.role !== 'other') return apart
  const colon = /^([^:\uff1a]{1,110})[:\uff1a](?!\/\/|\d\d(?!\d))\s*(.*)$/.exec(line)
  if (colon) return isSentence(colon[1] ?? '') ? null : byColon(colon[1] ?? '', colon[2] ?? '', state)
  const other = known(/^(.{2,50}?)(?:\s*(?:=>?|\u2192)\s*|\s+[-\u2013\u2014|\u00b7]\s+|\t+)(.*)$/.exec(line))
  return other?.role === 'other' && !isEnd(other) ? null : other
}

const STAMPED = new RegExp(
  [
    '^(?:(?:this )?(?:form|request|message|mail|entry) )?',
    '(?:was )?(?:sent|submitted|received|posted|created|generated) (?=.*\\d)',
  ].join(''),
  'i',
)

/** "Sent Nov 30 2026 10:20": nothing but when a program passed the mail on. */
function isStamp(line: string): boolean {
  const [lead] = (line.length < 100 && STAMPED.exec(line)) || []
  return lead !== undefined && readTokens(fold(line.slice(lead.length))).every(({ kind }) => kind !== 'word')
}

/** 'To = 8:30 PM' is no receiver. */
function isEnd({ label, value }: Field): boolean {
  return labelWords(label) === 'to' && isClock(value)
}

/** "About our booking on Friday, November 4: ...", "Hi, for our demo: one cello". */
function isSentence(label: string): boolean {
  const bare = withoutBrackets(label)
  return roleOf(label) === null ? /,\s/.test(bare) : /, .*\d/.test(bare) && roleOf(label) === 'text'
}

function known(match: RegExpExecArray | null): Field | null {
  const field = match && fieldOf(match[1] ?? '', match[2] ?? '')
  return field?.role ? field : null
}

function byColon(label: string, value: string, state: State): Field | null {
  const role = roleOf(label)
  const open = state.open?.role ?? null
  if (role !== null) return open === 'text' && isProseLabel(label, role) ? null : fieldOf(label, value)
  const isSmall = state.fields.length > 1 && [...state.fields, { label }].every((one) => /^\p{Ll}/u.test(one.label))
  if (!isUnknownLabel(label, isSmall)) return null
  const goesOn = MANY_LINES.includes(open) && (open === 'text' || !isOther(state.open, label, value, isSmall))
  return goesOn ? null : fieldOf(label, value)
}

/** Below a question that takes many lines: an answer to another one. */
function isOther(open: Field | null, label: string, value: string, isSmall: boolean): boolean {
  if (open?.role === 'instruments') return HOURS.test(value) || countsAgain(open.value, label, value)
  return isSmall
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

/** A label nobody taught us: few words, with a capital where the others have one, and no day such as 'Tuesday:'. */
function isUnknownLabel(label: string, isSmall: boolean): boolean {
  if (!isSmall && !/^[*_#\s\d.)-]{0,6}\p{Lu}|^[a-z]+_[a-z_]+$/u.test(label)) return false
  const words = labelWords(withoutBrackets(label))
  const isLabel = words.split(' ').length <= 6
  const isDay = /\d|day\b|^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(label)
  return isLabel && (!isDay || findInstrument(words) !== null)
}

/** In free words 'From: the top' or 'when: ...' is no question of the form. */
function isProseLabel(label: string, role: Role): boolean {
  return ['from', 'subject', 'other', 'aside'].includes(role) && !/^(?:ip|submitted|form|page)/i.test(label.trim())
}

function fieldOf(label: string, value: string): Field {
  return { role: roleAnswered(roleOf(label), value), label: flat(label), value: value.trim() }
}

/** A label on a line of its own, its answer below. */
function bare(line: string, following: string, state: State): Field | null {
  if (
    line.length > 60 ||
    /[.,!\d@]$/.test(line) ||
    isAnswerOf(state.open, line) ||
    (state.open?.role === 'text' && !state.isAfterBlank)
  )
    return null
  const role = roleOf(line)
  if (role === null) return asksHowMany(line, following) ? fieldOf(line, '') : null
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
function asksHowMany(line: string, following: string): boolean {
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
