import { readEntries } from '#src/reading/lexicon.ts'
import { normalise } from '#src/reading/text.ts'
import { tokenise } from '#src/reading/tokens.ts'

/**
 * What a form asks; `other` is a question of no use here, so is an `aside` that says nothing of who is wanted and when;
 * `text` holds free words.
 */
export type Role =
  | ('name' | 'firstName' | 'lastName' | 'email' | 'phone' | 'from' | 'subject' | 'text' | 'other' | 'aside')
  | ('instruments' | 'quantity' | 'times' | 'date' | 'weekday' | 'time' | 'start' | 'end' | 'duration' | 'timezone')

/** Words around the question itself: "your", "preferred", "option 2", "needed", "(required)". */
type Around = 'asker' | 'slot' | 'tail' | 'optional'

const AROUND = new Set<string>(['asker', 'slot', 'tail', 'optional'])
const OF_TIMES: readonly Role[] = ['times', 'date', 'weekday', 'time', 'start', 'end', 'duration']
const OF_SLOTS = new Set<Role>([...OF_TIMES, 'instruments', 'quantity'])
const LONGEST = 120
const MOST_WORDS = 14

const roles = new Map<string, Role>()
const around: Record<Around, string[]> = { asker: [], slot: [], tail: [], optional: [] }
for (const { word, meaning } of readEntries('form-labels')) {
  if (AROUND.has(meaning)) around[meaning as Around].push(word)
  else if (!roles.has(word)) roles.set(word, meaning as Role)
}

for (const words of Object.values(around)) words.sort((one, other) => other.length - one.length)

/** "1:00 PM", "14:00", "noon": an answer that begins with an hour. */
export function isClock(value: string): boolean {
  return /^\s*(?:\d{1,2}(?::\d\d)?\s*(?:[ap]\.?m|$|h)|\d{1,2}:\d\d|noon|midnight)/i.test(value)
}

/** The folded bare words of a label. */
export function labelWords(label: string): string {
  const words = tokenise(normalise(label, LONGEST).text).filter(({ kind }) => kind === 'word' || kind === 'number')
  const first = words.findIndex(({ kind }) => kind === 'word')
  return words
    .slice(Math.max(first, 0))
    .map(({ text }) => text)
    .join(' ')
}

const known = new Map<string, Role | null>()
const MOST_KNOWN = 2_000

/** What a label asks for, or null where it is none we know. */
export function roleOf(label: string): Role | null {
  if (label.length > LONGEST) return null
  const before = known.get(label)
  if (before !== undefined) return before
  const role = readRole(label) ?? readRole(withoutBrackets(label)) ?? readRole(partOf(label))
  if (known.size < MOST_KNOWN) known.set(label, role)
  return role
}

/** "Strings (pick as many as you like)" */
export function withoutBrackets(label: string): string {
  return label.replace(/\([^()]*\)/g, '')
}

/** "Name / band", "First up, who are you?", "Nice to meet you. Where can we reach you?": the label within. */
function partOf(label: string): string {
  const [, left] = /^([^/]{2,40})\s\/\s/.exec(label) ?? []
  const [, last] = /^[^?]{2,60}[.!,]\s([^,.!]{2,60})\?$/.exec(label) ?? []
  return left ?? last ?? ''
}

function readRole(label: string): Role | null {
  const words = labelWords(label)
  if (words === '' || words.split(' ').length > MOST_WORDS) return null
  const asked = trimmed(words, 'start', around.asker)
  const bare = withoutTail(asked)
  return (
    roles.get(words) ??
    roleIn(asked) ??
    roleIn(bare) ??
    roleOfSlot(bare) ??
    endAsked(words) ??
    startOf(words) ??
    startOf(asked)
  )
}

export function withoutTail(words: string): string {
  return trimmed(words, 'end', [...around.optional, ...around.tail])
}

function roleIn(words: string): Role | undefined {
  return roles.get(words) ?? roles.get(words.replace(/ (?:\d+|one|two|three|four)$/, ''))
}

/** 'Option 2 start', 'Preferred date 1': one slot of several. */
function roleOfSlot(words: string): Role | null {
  const role = roleIn(trimmed(words, 'start', around.slot, /^\d /))
  return role !== undefined && OF_SLOTS.has(role) ? role : null
}

/** "At what time should they start?", "And when do they finish?": not when it is. */
function endAsked(words: string): Role | null {
  if (!/^(?:and )?(?:at |by |from )?(?:what time|when)\b/.test(words)) return null
  const ends = [/\b(?:start|begin|arrive)\b/, /\b(?:end|finish|stop|leave|wrap up)\b/].map((one) => one.test(words))
  return ends[0] === ends[1] ? null : ends[0] ? 'start' : 'end'
}

/** A question goes on in words of its own: "which instruments would you like to have?". */
function startOf(words: string): Role | null {
  const all = words.split(' ')
  for (let size = all.length; size > 0; size -= 1) {
    const role = roles.get(`${all.slice(0, size).join(' ')} *`) ?? roleOfMeant(all, size)
    if (role) return role
  }
  return null
}

/** "slots you could do", "players that we'd like" */
function roleOfMeant(all: readonly string[], size: number): Role | null {
  const role = MEANT.has(all[size] ?? '') ? roles.get(all.slice(0, size).join(' ')) : undefined
  return role !== undefined && OF_SLOTS.has(role) ? role : null
}

const MEANT = new Set(['you', 'we', 'that', 'which'])

/** Takes known words off one side, as often as they stand there; something stays. */
function trimmed(words: string, side: 'start' | 'end', known: readonly string[], number?: RegExp): string {
  for (let rest = words; ; ) {
    const cut = known.find((one) => (side === 'start' ? rest.startsWith(`${one} `) : rest.endsWith(` ${one}`)))
    const size = number?.test(rest) ? 2 : cut ? cut.length + 1 : 0
    if (size === 0) return rest
    rest = side === 'start' ? rest.slice(size) : rest.slice(0, -size)
  }
}

const ORDER: Record<string, string> = {
  ...{ first: '1', '1st': '1', a: '1', second: '2', '2nd': '2', b: '2' },
  ...{ third: '3', '3rd': '3', c: '3', fourth: '4', '4th': '4' },
  ...{ one: '1', two: '2', three: '3', four: '4' },
}

/** 'Option 2 start' -> '2': which slot of several a label belongs to; '' where there is only one. */
export function slotOf(label: string): string {
  // "6. Date", "7. Start" are questions of one slot.
  const words = tokenise(normalise(label.replace(/^\s*\d{1,2}[.)]\s/, ''), LONGEST).text).map(({ text }) => text)
  const named = words.find((word) => /^[1-9]$/.test(word) || word in ORDER || /^(?:alternat|backup)/.test(word))
  return named === undefined ? '' : (ORDER[named] ?? named)
}
