import { ALL, address, type Cut, clock, date, introductionAt, nextText, quoted, runsOnAt } from './introduction.ts'

const label = /^[\s*_>|]{0,8}\p{L}[\p{L}' -]{0,24}\s?[*_]{0,2}\s?[:：]/u
const dashedTitle = /^\s*[-_=*]{2,}\s*\p{L}[^\n]{1,140}?[-_=*]{2,}\s*$/u
const forwards = /forward|weitergeleit|transf[eé]r|reenviad|encaminhad|inoltrat|doorgestuurd|vidarebef|пересл|転送/iu
/** "From: Bead & Branch <hello@example.com>": of the headers that hold one, the sender's is the first. */
const addressed = /^[^:：]{1,30}[:：]\s*(?:[^<>[\]@]*[<[](?:mailto:)?)?([^\s<>[\]@]+@[^\s<>[\]@]+)[>\]]?\s*$/u
const aboveLine = /^\W{0,12}[\p{L} ]{0,40}(?:reply|respond) above this line\W{0,12}$/iu

/**
 * What a person wrote now: the text without quoted lines, the lines that introduce them, and the older mail below.
 * Answers between and below quoted lines stay; what follows "Forwarded message" stays, it is sent on purpose. Told by
 * form (a date with a time or an address before a colon, a block of headers), not by the words of a language.
 * `onlySure` leaves what only looks like older mail: own words with a date, a title between dashes.
 */
export function stripQuotes(text: string, { onlySure = false } = {}): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const kept: string[] = []
  for (let at = 0; at < lines.length; ) {
    const isSent = opensForward(lines, at)
    const cut = isSent ? null : cutAt(lines, at)
    if (cut && (cut.sure || !onlySure)) {
      if (cut.before) kept.push(cut.before)
      at = skipBlank(lines, at + cut.lines)
      continue
    }
    const end = isSent ? lines.length : at + 1
    kept.push(...lines.slice(at, end))
    at = end
  }
  return withoutRule(kept).join('\n').trim()
}

function skipBlank(lines: readonly string[], from: number): number {
  let at = from
  while (at < lines.length && lines[at]?.trim() === '') at += 1
  return at
}

function cutAt(lines: readonly string[], at: number): Cut | null {
  const line = lines[at] ?? ''
  if (quoted.test(line)) return { lines: 1, sure: true }
  if (aboveLine.test(line.slice(0, 200))) return { lines: ALL, sure: true }
  if (opensHeaders(lines, at)) return { lines: ALL, sure: true }
  return titleAt(lines, at) ?? runsOnAt(line) ?? introductionAt(lines, at)
}

/** "-----Original Message-----": sure where a header or a quotation follows. */
function titleAt(lines: readonly string[], at: number): Cut | null {
  const line = lines[at] ?? ''
  if (line.length > 200 || !dashedTitle.test(line)) return null
  const next = nextText(lines, at + 1)
  const follows = next >= 0 && (opensHeaders(lines, next, 1) || isIntroduced(lines, next))
  return { lines: quoted.test(lines[next] ?? '') ? 1 : ALL, sure: follows || (clock.test(line) && date.test(line)) }
}

function isIntroduced(lines: readonly string[], at: number): boolean {
  return quoted.test(lines[at] ?? '') || introductionAt(lines, at)?.sure === true
}

/** A block of mail headers (From, Sent, To, Subject in any language): an address and a date under labels. */
function opensHeaders(lines: readonly string[], at: number, least = 2): boolean {
  const isLabelled = (line: string | undefined) => label.test(line?.slice(0, 60) ?? '')
  // A block is looked at from its first line on.
  if (!isLabelled(lines[at]) || (least > 1 && isLabelled(lines[at - 1]))) return false
  const near = lines.slice(at, at + 10)
  // A form above a quoted block of headers is none of them.
  const isQuoted = quoted.test(near[0] ?? '')
  const blank = near.findIndex((line) => line.trim() === '' || quoted.test(line) !== isQuoted)
  const block = blank < 0 ? near : near.slice(0, blank)
  const loose = block.findIndex((_, end) => block.slice(0, end + 1).filter((line) => !isLabelled(line)).length > 2)
  const read = loose < 0 ? block : block.slice(0, loose)
  if (least === 1) return read.filter(isLabelled).length >= 2
  const told = read.filter((line) => !/^[\s*_]{0,6}[\p{L}-]{0,12}mail/iu.test(line)).map((line) => line.slice(0, 400))
  const text = told.join('\n')
  const labels = read.filter(isLabelled).length
  if (labels > 2 && date.test(text) && clock.test(text)) return true
  return labels >= least && address.test(text) && (date.test(text) || clock.test(text))
}

/** "---------- Forwarded message ----------": what follows is sent on purpose. */
function opensForward(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (line.length > 120 || !forwards.test(line)) return false
  return dashedTitle.test(line) || (/:\s*$/.test(line) && opensHeaders(lines, Math.max(nextText(lines, at + 1), 0), 1))
}

/** What stands above a mail that is forwarded below, and the address of who had written that; null where none is. */
export function readForward(text: string): { above: string; sender: string | null } | null {
  const lines = text.split('\n')
  const title = lines.findIndex((_, at) => opensForward(lines, at))
  if (title < 0) return null
  const head = lines.slice(nextText(lines, title + 1))
  const end = head.findIndex((line) => line.trim() === '')
  const senders = head.slice(0, end < 0 ? 0 : end).map((line) => addressed.exec(line.slice(0, 400))?.[1])
  const sender = senders.find((one) => one !== undefined) ?? null
  return { above: lines.slice(0, title).join('\n').trim(), sender: sender?.toLowerCase() ?? null }
}

/** A text without the title and the headers that a program sets above a mail it forwards. */
export function stripForwardHead(text: string): string {
  const lines = text.split('\n')
  const title = lines.findIndex((_, at) => opensForward(lines, at))
  const head = title < 0 ? -1 : nextText(lines, title + 1)
  if (head < 0 || !opensHeaders(lines, head, 1)) return text
  const end = lines.findIndex((line, at) => at > head && line.trim() === '')
  const rest = end < 0 ? [] : lines.slice(skipBlank(lines, end))
  return rest.length > 0 ? [...lines.slice(0, title), ...rest].join('\n').trim() : text
}

/** The ruler that stood above the older mail. */
function withoutRule(lines: string[]): string[] {
  let end = lines.length
  while (end > 0 && /^[\s_=*-]*$/.test(lines[end - 1] ?? '')) end -= 1
  return lines.slice(0, end)
}
