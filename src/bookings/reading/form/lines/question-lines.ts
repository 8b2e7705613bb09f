import { readTokens } from '../../times/time-tokens.ts'
import { fold } from '../fold.ts'
import { roleOf } from '../labels.ts'
import { sheetLines } from './sheet-lines.ts'
import { withTables } from './tables.ts'

const MOST_LINES = 3000
export const LONGEST_LINE = 2000

/** The lines of a form, each question with a colon on a line of its own, however the form writes them. */
export function questionLines(text: string): string[] {
  const written = withBoxes(text.split('\n').slice(0, MOST_LINES))
  const lines = withTables(written.filter((line) => !isStamp(line)).map(withoutStars))
  return withColons(sheetLines(lines)).flatMap(splitInline)
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

/** "** Pick a day **", "**Phone**" */
function withoutStars(line: string): string {
  return /^\s*\*\*[^*]{2,100}\*\*\s*$/.test(line) ? line.replaceAll('*', '').trim() : line
}

/** Round ones hold a tick or a space, and are alone in their line: "( ) Violin (x) Cello" is asked about. */
const BOX = new RegExp(
  [
    String.raw`^\s*(?:[-*\u2022]\s+)?(?:\[(?<square>[ xX\u2713\u2714_-]?)\]`,
    String.raw`\((?<round>[ xX\u2713\u2714])\)(?!.*\([ xX\u2713\u2714]\))`,
    String.raw`(?<mark>[\u2610-\u2612\u2713\u2714\u2705]))\s+(?=\S)`,
  ].join('|'),
)
const HINT = /\s?\(h{1,2}:mm[^()]{0,30}\)/gi

/** "[x] Violin" was ticked; "[ ] Viola" was not, and says nothing. Nor does "(HH:MM AM/PM)" behind a question. */
function withBoxes(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const bare = line.replace(HINT, '')
    const box = BOX.exec(bare)
    if (!box) return [bare]
    const { square, round, mark = '' } = box.groups ?? {}
    const isTicked = mark ? mark !== '\u2610' : /[^ _-]/.test(square ?? round ?? '')
    return isTicked ? [bare.slice(box[0].length)] : []
  })
}

/** 'First name Lucille', 'Email l@a.example', 'Phone 929-555-0130': three such lines are a form without colons. */
function withColons(all: readonly string[]): string[] {
  const lines = withQuestions(withAnswers(all))
  const split = lines.map((line, at) =>
    APART.test(line) || isOne(line) || isHeading(line, lines[at + 1]) ? null : labelBefore(line.trim()),
  )
  return lines.map((line, at) => {
    const isRow = [0, 1, 2].some((back) => [0, 1, 2].every((one) => split[at - back + one] != null))
    return (isRow && split[at]) || line
  })
}

/** "Client details", and below it a question that stands further in. */
function isHeading(line: string, below = ''): boolean {
  return indentOf(below) > indentOf(line) && labelBefore(below.trim()) !== null
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

const ASKED = /^\s*Q(?:uestion)? ?\d{0,2} ?[.):]\s*(\S.{1,100}?)[\s:]*$/i
const ANSWERED = /^\s*A(?:nswer)? ?\d{0,2} ?[.):]\s*(.*)$/i

/** "Q1. Your name", "A: Ann Lee" */
function withAnswers(lines: readonly string[]): readonly string[] {
  const pairs = lines.map((line, at) => {
    const [asked, answer] = [ASKED.exec(line.slice(0, 400)), ANSWERED.exec(lines[at + 1] ?? '')]
    return asked && answer ? `${asked[1]}: ${answer[1]}` : null
  })
  return lines.flatMap((line, at) => (pairs[at - 1] ? [] : [pairs[at] ?? line]))
}

const QUESTION = /^([^?:]{3,80})\?\s+(\S.*)$/

/** 'When? Jan 8', 'What time? 10 am': two such questions we know are a form that answers in the same line. */
function withQuestions(lines: readonly string[]): readonly string[] {
  const asked = lines.map((line) => QUESTION.exec(line.slice(0, 400)))
  const isForm = asked.filter((one) => one && roleOf(one[1] ?? '') !== null).length > 1
  return isForm ? lines.map((line, at) => (asked[at] ? line.replace(/\?\s+/, '?: ') : line)) : lines
}

/** "From / to" */
function isOne(line: string): boolean {
  return line.includes(' / ') && roleOf(line) !== null
}

const APART = /[=\u2192\t|\u00b7]|:(?!\d)|\.{3}| [-\u2013\u2014] /

function labelBefore(line: string): string | null {
  const words = line.split(/\s+/)
  const isLabel = (label: string) => !/\d/.test(label) && roleOf(label) !== null
  const size = [4, 3, 2, 1].find((one) => one < words.length && isLabel(words.slice(0, one).join(' ')))
  return size ? `${words.slice(0, size).join(' ')}: ${words.slice(size).join(' ')}` : null
}

const BESIDE = /\s*[|;\t]\s*| {3,}/
const SENTENCES = /\.\s(?=\p{Lu}[^:.]{1,30}:\s)/u
const COMMAS = /,\s(?=[^:,]{2,30}:\s)/
const LABEL = /^[^:]{2,40}:/

/** 'Name: Ann | Email: a@b.example | When: ...' in one line; in sentences each begins with a label. */
function splitInline(line: string): string[] {
  if (line.length > LONGEST_LINE) return [line]
  const [sign = SENTENCES] = [BESIDE, COMMAS].filter((one) => one.test(line))
  const pieces = line.split(sign).filter((piece) => piece !== '')
  const labelled = pieces.filter((piece) => LABEL.test(piece) && roleOf(piece.slice(0, piece.indexOf(':'))) !== null)
  const isForm = BESIDE.test(line) || pieces.every((piece) => LABEL.test(piece))
  return labelled.length >= (sign === COMMAS ? 3 : 2) && isForm ? pieces : [line]
}
