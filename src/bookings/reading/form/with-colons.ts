import { roleOf } from './labels.ts'

/** 'First name Lucille', 'Email l@a.example', 'Phone 929-555-0130': three such lines are a form without colons. */
export function withColons(all: readonly string[]): string[] {
  const lines = withQuestions(withAnswers(all))
  const split = lines.map((line) => (APART.test(line) || isOne(line) ? null : labelBefore(line.trim())))
  return lines.map((line, at) => {
    const isRow = [0, 1, 2].some((back) => [0, 1, 2].every((one) => split[at - back + one] != null))
    return (isRow && split[at]) || line
  })
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
