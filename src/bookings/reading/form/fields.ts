import { findInstrument } from '../instruments/instrument-names.ts'
import { isWithin, takesMore } from './answer-goes-on.ts'
import { roleAnswered, roleKept } from './answered-role.ts'
import { bareLabel, fieldOf, type State } from './bare-label.ts'
import type { Field } from './field.ts'
import { isClock, labelWords, type Role, roleOf, withoutBrackets } from './labels.ts'
import { LONGEST_LINE, questionLines } from './lines/question-lines.ts'
import { cutSignature } from './signature.ts'

/** `isCut`: a line was longer than is read. */
export type FieldsRead = { fields: Field[]; prose: string; signature: string; isCut: boolean }

const MOST_FIELDS = 200

/** The labelled answers of a plain text, in whatever way the form writes them; the rest is `prose`. */
export function readFields(text: string, writer = ''): FieldsRead {
  const { body, signature } = cutSignature(text, writer)
  const state: State = { fields: [], prose: [], open: null, isAfterBlank: false, bare: 0 }
  const lines = questionLines(body)
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
  const field = own ?? bareLabel(trimmed, following, state)
  if (field && !own) state.bare += 1
  if (field) {
    state.fields.push(field)
    state.open = field
  } else goesOn(trimmed, state)
  state.isAfterBlank = false
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

/** 'Label: value', 'LABEL..... value', 'Label = value'. A label we do not know needs a colon and few words. */
function labelled(line: string, state: State): Field | null {
  const dotted = known(/^([^.:]{2,60}?)\s?\.{3,}\s{0,9}:?\s{0,9}(.*)$/.exec(line))
  if (dotted) return dotted
  const apart = known(/^([^:]{2,50}?):?(?:\t+| +[\u00b7|] +| {3,})(.*)$/.exec(line))
  if (apart && apart.role !== 'other') return apart
  const colon = /^([^:\uff1a]{1,110})[:\uff1a](?!\/\/|\d\d(?!\d))\s*(.*)$/.exec(line)
  if (colon) return isSentence(colon[1] ?? '') ? null : byColon(colon[1] ?? '', colon[2] ?? '', state)
  const other = known(/^(.{2,50}?)(?:\s*(?:=>?|\u2192)\s*|\s+[-\u2013\u2014|\u00b7]\s+|\t+)(.*)$/.exec(line))
  return other?.role === 'other' && !isEnd(other) ? null : other
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
  if (role !== null) return state.open?.role === 'text' && isProseLabel(label, role) ? null : fieldOf(label, value)
  const isSmall = state.fields.length > 1 && [...state.fields, { label }].every((one) => /^\p{Ll}/u.test(one.label))
  if (!isUnknownLabel(label, isSmall)) return null
  return isWithin(state.open, label, value, isSmall) ? null : fieldOf(label, value)
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
