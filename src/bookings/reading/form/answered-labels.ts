import { introductionAt } from '#src/reading/introduction.ts'
import { roleOf } from './labels.ts'

const QUOTED = /^[>\s]*> ?/
const LONGEST_LABEL = 80

/** "> Your name", and below it the answer: a form that was answered between its quoted lines; null where it was not. */
export function answeredLabels(text: string): string | null {
  const lines = text.split('\n')
  const asked = new Set([...lines.keys()].filter((at) => isAnswered(lines, at)))
  if (asked.size < 2) return null
  return lines.flatMap((line, at) => (asked.has(at) ? [labelOf(line)] : kept(lines, at))).join('\n')
}

function labelOf(line: string): string {
  const bare = line.replace(QUOTED, '').trim()
  return /[:?]$/.test(bare) ? bare : `${bare}:`
}

/** The writer's own lines, and an answer that was quoted with its question: "> Zone", "> Pacific", "> How many: 2". */
function kept(lines: readonly string[], at: number): string[] {
  const [line = '', before = ''] = [lines[at], lines[at - 1]]
  if (isOwn(lines, at)) return [line]
  const [bare, label] = [line, before].map((one) => one.replace(QUOTED, '').trim()) as [string, string]
  if (isOfHead(lines, at)) return []
  if (isAsked(bare) && isValue(lines[at + 1])) return [labelOf(line)]
  if (before.startsWith('>') && isAsked(label) && isValue(line)) return [bare]
  const colon = bare.indexOf(':')
  return colon > 0 && isAsked(bare.slice(0, colon)) && bare.length > colon + 1 ? [bare] : []
}

function isAsked(label: string): boolean {
  const role = label.length > LONGEST_LABEL ? null : roleOf(label)
  return role !== null && role !== 'from' && role !== 'subject' && role !== 'other'
}

/** Quoted, and no question. */
function isValue(line = ''): boolean {
  const bare = line.replace(QUOTED, '').trim()
  return line.startsWith('>') && bare !== '' && !isAsked(bare)
}

/** "> Date: Tue, Dec 8" beside "> From: Dane" is the head of a mail. */
function isOfHead(lines: readonly string[], at: number): boolean {
  const near = lines.slice(Math.max(0, at - 3), at + 4).filter((line) => line.startsWith('>'))
  return near.some((line) => /^(?:from|subject)$/.test(roleOf(line.replace(QUOTED, '').split(':')[0] ?? '') ?? ''))
}

/** Neither quoted nor "On Feb 1 Ann Lee wrote:" above what is. */
function isOwn(lines: readonly string[], at: number): boolean {
  if (lines[at]?.startsWith('>')) return false
  return ![at, at - 1].some((from) => {
    const cut = from < 0 ? null : introductionAt(lines, from)
    return cut !== null && Number.isFinite(cut.lines) && from + cut.lines > at
  })
}

/** A quoted question we know, with a line of the writer's own below it. */
function isAnswered(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (!line.startsWith('>') || line.length > LONGEST_LABEL) return false
  if (!isAsked(line.replace(QUOTED, '').trim())) return false
  const below = lines.slice(at + 1, at + 4).find((one) => one.trim() !== '')
  return below !== undefined && !below.startsWith('>')
}
