/** What cuts older mail out of a text: `sure` ones by their form, others only where nothing is lost by it. */
type Cut = { lines: number; sure: boolean; before?: string }

const ALL = Number.POSITIVE_INFINITY
const LONGEST_INTRODUCTION = 6
const quoted = /^\s{0,3}>/
const label = /^[\s*_>|]{0,8}\p{L}[\p{L}' -]{0,24}\s?[*_]{0,2}\s?[:：]/u
const dashedTitle = /^\s*[-_=*]{2,}\s*\p{L}[^\n]{1,140}?[-_=*]{2,}\s*$/u
const forwards = /forward|weitergeleit|transf[eé]r|reenviad|encaminhad|inoltrat|doorgestuurd|vidarebef|пересл|転送/iu
const address = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}\.[\p{L}\p{N}]/u
const clock = /(?:^|[^\d])\d{1,2}[:.h]\d{2}(?!\d)/
const date = /(?:^|[^\d])(?:(?:19|20)\d{2}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})(?!\d)/
const opener = /\s(?:On|Le|Am|El|Il|Em|Op|Den|På|Vào|W dniu|No dia) (?=[\p{L}\d])/gu
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
    if (opensForward(lines, at)) {
      kept.push(...lines.slice(at))
      break
    }
    const cut = cutAt(lines, at)
    if (!cut || (onlySure && !cut.sure)) {
      kept.push(lines[at] ?? '')
      at += 1
      continue
    }
    if (cut.before) kept.push(cut.before)
    at += cut.lines
    while (at < lines.length && lines[at]?.trim() === '') at += 1
  }
  return withoutRule(kept).join('\n').trim()
}

function cutAt(lines: readonly string[], at: number): Cut | null {
  const line = lines[at] ?? ''
  if (quoted.test(line)) return { lines: 1 + brokenLink(lines, at), sure: true }
  if (aboveLine.test(line.slice(0, 200))) return { lines: ALL, sure: true }
  if (opensHeaders(lines, at)) return { lines: ALL, sure: true }
  return titleAt(lines, at) ?? introductionAt(lines, at)
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

/** "On Tue, Mar 3, 2026 at 9:14 AM Shop <shop@example.com> wrote:", in any language, on up to six lines. */
function introductionAt(lines: readonly string[], at: number): Cut | null {
  let joined = ''
  let blanks = 0
  for (let more = 0; more < LONGEST_INTRODUCTION; more += 1) {
    const line = lines[at + more]
    if (line === undefined || line.length > 400 || joined.length > 400 || isQuoted(line)) return null
    if (line.trim() === '' && (++blanks > 1 || !(clock.test(joined) && date.test(joined)))) return null
    joined += `${more === 0 ? '' : ' '}${line.trim()}`
    if (more === 0 && !/\d|@/.test(joined)) return null
    const cut = introduces(joined, lines, at, more + 1)
    if (cut) return more > 0 && startsLater(lines, at + 1) ? null : cut
    if (more === 0 && !mayWrap(joined)) return null
  }
  return null
}

/** A street above the introduction ("1900 Cedar Rd") is no part of it. */
function startsLater(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ''
  return (clock.test(line) || date.test(line)) && introductionAt(lines, at) !== null
}

/** A line that a program broke after `<...` is no quotation: `> wrote:`. */
function isQuoted(line: string): boolean {
  return quoted.test(line) && !/^\s{0,3}>\s\p{L}{1,20}\s?:\s*$/u.test(line)
}

function mayWrap(first: string): boolean {
  return clock.test(first) || date.test(first) || address.test(first)
}

function introduces(text: string, lines: readonly string[], at: number, length: number): Cut | null {
  const next = nextText(lines, at + length)
  const isQuotedNext = next >= 0 && next <= at + length + 6 && quoted.test(lines[next] ?? '')
  const isDated = date.test(text)
  const isTimed = clock.test(text)
  const hasAddress = address.test(text)
  const ends = /[:：]\s*$/.test(text)
  if (/https?:\/\//.test(text) && !hasAddress) return null
  if (isQuotedNext && (ends || (hasAddress && isDated)) && (isDated || isTimed || hasAddress)) {
    const before = within(text)
    return { lines: length, sure: true, ...(before && { before }) }
  }
  if (!ends && !(hasAddress && isTimed && isDated && /[>)\]]\W*\p{L}{0,12}\s*$/u.test(text))) return null
  if (hasAddress && (isDated || isTimed)) return { lines: ALL, sure: true }
  return isDated && isTimed && startsDated(text) ? { lines: ALL, sure: false } : null
}

/** The date stands near the start, as programs write it. */
function startsDated(text: string): boolean {
  return /\d/.test(text.slice(0, 16))
}

/** "yes please On Wed, Apr 4, 2026 at 3:59 PM, bob@example.com wrote:": the words before the introduction. */
function within(text: string): string {
  const starts = [...text.matchAll(opener)].map(({ index }) => index)
  const start = starts.findLast((one) => clock.test(text.slice(one)) || date.test(text.slice(one))) ?? 0
  return text.slice(0, start).trim()
}

/** A block of mail headers (From, Sent, To, Subject in any language): an address and a date under labels. */
function opensHeaders(lines: readonly string[], at: number, least = 2): boolean {
  if (!label.test(lines[at]?.slice(0, 60) ?? '')) return false
  // A block is looked at from its first line on.
  if (least > 1 && label.test(lines[at - 1]?.slice(0, 60) ?? '')) return false
  let labels = 0
  let loose = 0
  let block = ''
  for (const line of lines.slice(at, at + 10)) {
    if (line.trim() === '') break
    const isLabelled = label.test(line.slice(0, 60))
    if (isLabelled) labels += 1
    else loose += 1
    if (loose > 2) break
    if (!/^[\s*_]{0,6}[\p{L}-]{0,12}mail/iu.test(line)) block += `${line.slice(0, 400)}\n`
  }
  if (least === 1) return labels >= 2
  return labels >= least && address.test(block) && (date.test(block) || clock.test(block))
}

/** "---------- Forwarded message ----------": what follows is sent on purpose. */
export function opensForward(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (line.length > 120 || !forwards.test(line)) return false
  return dashedTitle.test(line) || (/:\s*$/.test(line) && opensHeaders(lines, Math.max(nextText(lines, at + 1), 0), 1))
}

function nextText(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length && at < from + 8; at += 1) if (lines[at]?.trim()) return at
  return -1
}

/** A long link breaks a quoted line in two; the second half carries no mark. */
function brokenLink(lines: readonly string[], at: number): number {
  const next = lines[at + 1] ?? ''
  if (next.trim() === '' || quoted.test(next) || !quoted.test(lines[at + 2] ?? '')) return 0
  return /https?:\/\/\S{1,400}$/.test((lines[at] ?? '').slice(-420)) && !/\s/.test(next.trim()) ? 1 : 0
}

/** The ruler that stood above the older mail. */
function withoutRule(lines: string[]): string[] {
  let end = lines.length
  while (end > 0 && /^[\s_=*-]*$/.test(lines[end - 1] ?? '')) end -= 1
  return lines.slice(0, end)
}
