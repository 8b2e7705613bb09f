import { findInstrument } from '../instruments/instrument-names.ts'
import { flat } from './fold.ts'
import { isClock, labelWords, type Role, roleOf } from './labels.ts'

/** One answer of a form; `role` null: a label nobody taught us. */
export type Field = { role: Role | null; label: string; value: string }
export type FieldsRead = { fields: Field[]; prose: string; signature: string }

const LONGEST_LINE = 2000
const MOST_FIELDS = 200
const MOST_LINES = 3000
const MANY_LINES: readonly (Role | null)[] = ['times', 'instruments', 'text', 'date', 'time']

type State = { fields: Field[]; prose: string[]; open: Field | null; isAfterBlank: boolean }

/** The labelled answers of a plain text, in whatever way the form writes them; the rest is `prose`. */
export function readFields(text: string): FieldsRead {
  const { body, signature } = cutSignature(text)
  const state: State = { fields: [], prose: [], open: null, isAfterBlank: false }
  const lines = body.split('\n').slice(0, MOST_LINES).flatMap(splitInline)
  for (const [at, line] of lines.entries()) {
    if (state.fields.length >= MOST_FIELDS) break
    readLine(line.slice(0, LONGEST_LINE), lines[at + 1] ?? '', state)
  }
  return { fields: state.fields, prose: state.prose.join('\n'), signature }
}

/** '-- ' ends what was written; forms put their own footer there. */
function cutSignature(text: string): { body: string; signature: string } {
  const match = /(?:^|\n)--[ \t]*(?:\n|$)/.exec(text)
  return match
    ? { body: text.slice(0, match.index), signature: text.slice(match.index + match[0].length) }
    : { body: text, signature: '' }
}

/** 'Name: Ann | Email: a@b.example | When: ...' in one line. */
function splitInline(line: string): string[] {
  if (line.length > LONGEST_LINE || !/[|;\t]| {3,}/.test(line)) return [line]
  const pieces = line.split(/\s*[|;\t]\s*| {3,}/).filter((piece) => piece !== '')
  const labelled = pieces.filter(
    (piece) => /^[^:]{2,40}:/.test(piece) && roleOf(piece.slice(0, piece.indexOf(':'))) !== null,
  )
  return labelled.length >= 2 ? pieces : [line]
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
  const field = labelled(trimmed, state) ?? bare(trimmed, following, state)
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

function takesMore(open: Field, line: string, isAfterBlank: boolean): boolean {
  if (open.role === 'text') return true
  if (open.role !== null && !MANY_LINES.includes(open.role)) return false
  if (!isAfterBlank) return true
  return open.role !== null && /^[-*\u2022\u00b7\d(]/.test(line) && line.length < 120
}

/** 'Label: value', 'LABEL..... value', 'Label = value'. A label we do not know needs a colon and few words. */
function labelled(line: string, state: State): Field | null {
  const dotted = known(/^([^.:]{2,60}?)\s?\.{3,}\s{0,9}(.*)$/.exec(line))
  if (dotted) return dotted
  const colon = /^([^:\uff1a]{1,110})[:\uff1a](?!\/\/|\d\d\b)\s*(.*)$/.exec(line)
  if (colon) return byColon(colon[1] ?? '', colon[2] ?? '', state)
  const other = known(/^(.{2,50}?)(?:\s*(?:=>?|\u2192)\s*|\s+[-\u2013\u2014|]\s+|\t+)(.*)$/.exec(line))
  return other?.role === 'other' ? null : other
}

function known(match: RegExpExecArray | null): Field | null {
  const field = match && fieldOf(match[1] ?? '', match[2] ?? '')
  return field?.role ? field : null
}

function byColon(label: string, value: string, state: State): Field | null {
  const role = roleOf(label)
  const open = state.open?.role ?? null
  if (role !== null) return open === 'text' && isProseLabel(label, role) ? null : fieldOf(label, value)
  return MANY_LINES.includes(open) || !isUnknownLabel(label) ? null : fieldOf(label, value)
}

/** A label nobody taught us: few words, with a capital, and no day such as 'Tuesday:'. */
function isUnknownLabel(label: string): boolean {
  const words = labelWords(label)
  const isLabel = words.split(' ').length <= 6 && /^[*_#\s\d.)-]{0,6}\p{Lu}|^[a-z]+_[a-z_]+$/u.test(label)
  const isDay = /\d|day\b|^(?:mon|tue|wed|thu|fri|sat|sun)/i.test(label)
  return isLabel && (!isDay || findInstrument(words) !== null)
}

/** In free words 'From: the top' or 'when: ...' is no question of the form. */
function isProseLabel(label: string, role: Role): boolean {
  return (
    (role === 'from' || role === 'subject' || role === 'other') && !/^(?:ip|submitted|form|page)/i.test(label.trim())
  )
}

function fieldOf(label: string, value: string): Field {
  // "Call: 10:00" is no number to ring.
  const role = roleOf(label) === 'phone' && isClock(value) ? 'start' : roleOf(label)
  return { role, label: flat(label), value: value.trim() }
}

/** A label on a line of its own, its answer below. */
function bare(line: string, following: string, state: State): Field | null {
  if (
    line.length > 60 ||
    /[.,!\d@]$/.test(line) ||
    state.open?.value === '' ||
    (state.open?.role === 'text' && !state.isAfterBlank)
  )
    return null
  const role = roleOf(line)
  if (role === null) return null
  const isHour = (role === 'from' || labelWords(line) === 'to') && isClock(following)
  if ((role === 'from' || role === 'other') && !isHour) return null
  const isQuestion = /[?:*]$/.test(line)
  return isQuestion || (following.trim() !== '' && roleOf(following) === null) || following.trim() === ''
    ? fieldOf(line, '')
    : null
}
