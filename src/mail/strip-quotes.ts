import { attributionLength, attributionWithin, nextIsQuote, opensForward, opensOriginal } from './attribution.ts'
import { opensHeaderBlock } from './header-block.ts'

/**
 * What the sender wrote now: the text without quoted lines, without the lines that introduce them and without the
 * older mail printed below. Answers between quoted lines and below them stay. A forwarded mail stays: it is sent on
 * purpose.
 */
export function stripQuotes(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const kept: string[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (opensForward(line)) {
      kept.push(...lines.slice(at))
      break
    }
    if (opensOlderMail(lines, at)) break
    const step = quotedLines(lines, at, kept)
    if (step === 0) kept.push(line)
    at += step === 0 ? 1 : step + blankLines(lines, at + step)
  }
  return dropRule(kept).join('\n').trim()
}

function opensOlderMail(lines: readonly string[], at: number): boolean {
  return opensOriginal(lines[at] ?? '') || opensHeaderBlock(lines, at)
}

/** Lines to leave out from here on: 0 none, infinity all. */
function quotedLines(lines: readonly string[], at: number, kept: string[]): number {
  const line = lines[at] ?? ''
  if (isQuote(line)) return 1 + wrappedTail(lines, at)
  const inside = nextIsQuote(lines, at + 1) ? attributionWithin(line) : -1
  if (inside > 0) {
    kept.push(line.slice(0, inside))
    return 1
  }
  const introduction = attributionLength(lines, at)
  if (introduction === 0 || nextIsQuote(lines, at + introduction)) return introduction
  return Number.POSITIVE_INFINITY
}

function blankLines(lines: readonly string[], from: number): number {
  let at = from
  while (at < lines.length && lines[at]?.trim() === '') at += 1
  return at - from
}

function isQuote(line: string): boolean {
  return /^\s{0,3}>/.test(line)
}

/** A long link breaks a quoted line in two; the second half carries no mark. */
function wrappedTail(lines: readonly string[], at: number): number {
  const line = lines[at] ?? ''
  const next = lines[at + 1] ?? ''
  if (next.trim() === '' || isQuote(next) || !isQuote(lines[at + 2] ?? '')) return 0
  const linkIsOpen = /https?:\/\/\S{1,400}$/.test(line.slice(-420)) && !/\s/.test(next.trim())
  return linkIsOpen ? 1 : 0
}

/** The ruler that stood above the older mail. */
function dropRule(lines: string[]): string[] {
  let end = lines.length
  while (end > 0 && /^[\s_=*-]*$/.test(lines[end - 1] ?? '')) end -= 1
  return lines.slice(0, end)
}
