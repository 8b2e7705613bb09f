/** What cuts older mail out of a text: `sure` ones by their form, others only where nothing is lost by it. */
export type Cut = { lines: number; sure: boolean; before?: string }

export const ALL = Number.POSITIVE_INFINITY
const LONGEST = 6
const LONGEST_LINE = 400
export const quoted = /^\s{0,3}>/
export const address = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}\.[\p{L}\p{N}]/u
export const clock = /(?:^|[^\d])\d{1,2}[:.h]\d{2}(?!\d)/
export const date = /(?:^|[^\d])(?:(?:19|20)\d{2}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})(?!\d)/
const opener = /\s(?:On|Le|Am|El|Il|Em|Op|Den|På|Vào|W dniu|No dia) (?=[\p{L}\d])/gu

const RUNS_ON = /^.{0,300}@[^\s>]{1,80}> ?(?:\p{L}{1,12} ){0,2}\p{L}{1,12} ?: {2}(?=\S| )/u

/** "On Tue, Mar 3, 2026 at 9:14 AM, Shop<shop@example.com> wrote:   Hello": the older mail begins in its line. */
export function runsOnAt(line: string): Cut | null {
  const [found = ''] = RUNS_ON.exec(line.slice(0, LONGEST_LINE)) ?? []
  return clock.test(found) && date.test(found) ? { lines: ALL, sure: true, before: within(found) } : null
}

/** "On Tue, Mar 3, 2026 at 9:14 AM Shop <shop@example.com> wrote:", in any language, on up to six lines. */
export function introductionAt(lines: readonly string[], at: number): Cut | null {
  const [first = ''] = lines.slice(at, at + 1)
  // All that introduces has one of these signs on its first line.
  if (first.length > LONGEST_LINE || !/\d|@/.test(first) || !mayWrap(first)) return null
  let joined = ''
  for (const [more, line] of lines.slice(at, at + LONGEST).entries()) {
    if (!goesOn(joined, line)) return null
    joined = `${joined} ${line.trim()}`.trim()
    const cut = introduces(joined, lines, at, more + 1)
    if (cut) return startsLater(lines, at + 1, more) ? null : cut
    if (!mayWrap(joined)) return null
  }
  return null
}

/** Programs break an introduction at its address; an empty line within one stands only behind a date with a time. */
function goesOn(joined: string, line: string): boolean {
  if (line.length > LONGEST_LINE || joined.length > LONGEST_LINE || isQuoted(line)) return false
  return line.trim() !== '' || (clock.test(joined) && date.test(joined))
}

/** A street above the introduction ("1900 Cedar Rd") is no part of it. */
function startsLater(lines: readonly string[], at: number, wrapped: number): boolean {
  if (wrapped === 0) return false
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
  const signs = { dated: date.test(text), timed: clock.test(text), addressed: address.test(text) }
  if (/https?:\/\//.test(text) && !signs.addressed) return null
  const ends = /[:：]\s*$/.test(text)
  const next = nextText(lines, at + length)
  if (next >= 0 && next <= at + length + 6 && isQuoted(lines[next] ?? '') && opensQuotation(signs, ends)) {
    const before = within(text)
    return { lines: length, sure: true, ...(before && { before }) }
  }
  return opensMail(text, signs, ends)
}

/** Nothing marks what follows as quoted: an address with a date or a time is sure, a date with a time only likely. */
function opensMail(text: string, { dated, timed, addressed }: Signs, ends: boolean): Cut | null {
  const sends = addressed && timed && dated && /[>)\]]\W*\p{L}{0,12}\s*$/u.test(text)
  if (!ends && !sends) return null
  if (addressed && (dated || timed)) return { lines: ALL, sure: true }
  return dated && timed && startsDated(text) ? { lines: ALL, sure: false } : null
}

type Signs = { dated: boolean; timed: boolean; addressed: boolean }

function opensQuotation({ dated, timed, addressed }: Signs, ends: boolean): boolean {
  return ends ? dated || timed || addressed : addressed && dated
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

/** The next line with text, at most seven further down; -1 where none is. */
export function nextText(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length && at < from + 8; at += 1) if (lines[at]?.trim()) return at
  return -1
}
