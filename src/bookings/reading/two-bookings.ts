import { tokenise } from '#src/reading/tokens.ts'
import { fold } from './form/fold.ts'
import { namedAt } from './instruments/instrument-names.ts'
import { datesAt } from './times/date-phrases.ts'
import { readTokens } from './times/time-tokens.ts'

const MOST_CHARS = 8_000

type Mark = { at: number; kind: 'day' | 'seat'; name: string }

/**
 * "Violin on Dec 8, 2-4pm, and a cello on Dec 10": seats and days take turns, so that each seat has a day of its own,
 * and one booking has the same seats on all its days.
 */
export function asksTwice(text: string): boolean {
  const folded = fold(text.slice(0, MOST_CHARS))
  const runs: { kind: Mark['kind']; names: string }[] = []
  for (const { kind, name } of [...daysIn(folded), ...seatsIn(folded)].sort((a, b) => a.at - b.at)) {
    const last = runs.at(-1)
    if (last?.kind === kind) last.names += ` ${name}`
    else runs.push({ kind, names: name })
  }
  const differ = (kind: Mark['kind']) => new Set(runs.flatMap((run) => (run.kind === kind ? [run.names] : []))).size > 1
  return runs.length > 3 && differ('day') && differ('seat')
}

const DAYS = '(?:days|dates|sessions|slots)'
const EVERY = '(?:both|all(?: of)?(?: the| these)?(?: two| three| four| five)?)'
const ALL = new RegExp(
  [
    `\\b(?:for|need|want|book|require|take|on) ${EVERY} ${DAYS}\\b`,
    `\\b${EVERY} ${DAYS},? (?:please|are needed|are required|needed|required)\\b`,
    '\\bnot (?:just )?(?:one|either)(?: or the other)?[,.!]',
  ].join('|'),
)

/** "For both days", "both days please": the windows are no choice, one session is wanted in each. */
export function wantsAll(text: string): string | null {
  return ALL.exec(fold(text.slice(0, MOST_CHARS)))?.[0] ?? null
}

function daysIn(folded: string): Mark[] {
  const tokens = readTokens(folded)
  const found: Mark[] = []
  for (let at = 0; at < tokens.length; ) {
    const [read, token] = [datesAt(tokens, at), tokens[at]]
    if (read && token) found.push({ at: token.start, kind: 'day', name: JSON.stringify(read.dates) })
    at = read?.next ?? at + 1
  }
  return found
}

function seatsIn(folded: string): Mark[] {
  const tokens = tokenise(folded)
  const found: Mark[] = []
  for (let at = 0; at < tokens.length; ) {
    const [read, token] = [namedAt(tokens, at), tokens[at]]
    if (read?.named.kind === 'instrument' && token) found.push({ at: token.start, kind: 'seat', name: read.named.name })
    at = read?.next ?? at + 1
  }
  return found
}
