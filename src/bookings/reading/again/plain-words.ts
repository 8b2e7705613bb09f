import { loadLexicon } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import type { Token } from '#src/reading/tokens.ts'
import { namedAt } from '../instruments/instrument-names.ts'

/**
 * `lexicon/booking-plain.tsv`: `plain` words change nothing of who, what, how many, when and where; `counted` ones may
 * have a number before them; `theirs` and `people` are plain where they are somebody's ("our band"), a `person` where
 * nobody stands beside ("a cello and a player"), an `event` where it is no other day ("January 14, or the wedding"), a
 * `feast` where it is both somebody's and no other day.
 */
const plain = loadLexicon('booking-plain')
const dates = loadLexicon('dates')
const OWNING = new Set('the my our your his her their this these'.split(' '))
const JOINTS = new Set('or and also plus & then'.split(' '))
const BETWEEN = new Set('the a an my our his her their this day date of on at for after before'.split(' '))
const MOST_BETWEEN = 5

/** An instrument, a weekday, a word that can neither deny nor move a day. Where it ends; null where it is none. */
export function plainAt(text: string, tokens: readonly Token[], at: number): number | null {
  if (dates.get(tokens[at]?.text ?? '')?.meaning.startsWith('weekday')) return at + 1
  const [said, named] = [plain.at(tokens, at), namedAt(tokens, at)?.next]
  if (said === null || (named !== undefined && named > said.next)) return named ?? null
  return (PLAIN[said.value.meaning]?.(text, tokens, at) ?? true) ? said.next : null
}

const PLAIN: Record<string, (text: string, tokens: readonly Token[], at: number) => boolean> = {
  theirs: (_, tokens, at) => isOwned(tokens, at),
  people: (_, tokens, at) => isOwned(tokens, at),
  person: (_, tokens, at) => ![at - 3, at - 2, at - 1, at + 1].some((near) => JOINTS.has(tokens[near]?.text ?? '')),
  event: (text, tokens, at) => !isOtherDay(text, tokens, at),
  feast: (text, tokens, at) => isOwned(tokens, at) && !isOtherDay(text, tokens, at),
}

/** A word that may be a day: no name of whom or what it is for. */
export function isEvent(word: string): boolean {
  return /^(?:event|feast)$/.test(plain.get(word)?.meaning ?? '')
}

/** "two songs", "3 players": what is recorded, no hours; whether so many are wanted is looked at elsewhere. */
export function countedAt(tokens: readonly Token[], at: number): number | null {
  const next = tokens[at]?.kind === 'number' ? at + 1 : numberWordAt(tokens, at)?.next
  const isCounted =
    next !== undefined && /^(?:counted|people)$/.test(plain.get(tokens[next]?.text ?? '')?.meaning ?? '')
  return isCounted ? next + 1 : null
}

/** "our band", "our parish choir" */
function isOwned(tokens: readonly Token[], at: number): boolean {
  const [before, last] = [tokens[at - 2]?.text ?? '', tokens[at - 1]]
  return OWNING.has(last?.text ?? '') || (last?.kind === 'word' && OWNING.has(before))
}

/** Behind a day or an hour, which have left a gap: "or the wedding", "and at Easter". */
function isOtherDay(text: string, tokens: readonly Token[], at: number): boolean {
  let from = at - 1
  while (from > at - MOST_BETWEEN && BETWEEN.has(tokens[from]?.text ?? '')) from -= 1
  const joint = tokens[from]
  if (!joint || !JOINTS.has(joint.text)) return false
  const before = tokens[from - 1]
  return before?.kind !== 'word' || text.startsWith('  ', before.end)
}
