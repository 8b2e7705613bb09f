import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import type { Said } from './said.ts'

const courtesy = loadLexicon('courtesy')

/** Words that are said to somebody: "hi", "good morning", "thanks so much". */
export function isSaidTo(text: string): boolean {
  const [first = ''] = text.split(' ')
  return [text, first].some((words) => ['greet', 'thank'].includes(courtesy.get(words)?.meaning ?? ''))
}

const MOST_WORDS = 8
const PASSING = new Set(['reason', 'busy', 'open', 'in', 'out', 'unknown', 'fill', 'glad', 'them', 'all', 'span'])
const ANYBODY = ['someone', 'somebody', 'else']
/** What one does, or is at, and is done with when the text is written. */
const DONE = wordsOf('answer-twists', 'done')
const BESIDE = wordsOf('answer-twists', 'beside')

/**
 * Without what is said beside an answer and changes nothing of it: why the answer comes late ("sorry for the slow
 * reply, was on the subway"), and that they may find somebody ("hope you find a sub"), which only a no has beside it.
 */
export function withoutAsides(said: Said[]): Said[] {
  const tags = new Set(said.map(({ tag }) => tag))
  const heard: Said[] = []
  for (let at = 0; at < said.length; ) {
    const one = said[at] as Said
    const behind = restOf(said, at + 1)
    const isExcuse = one.tag === 'was' && isBegun(said, at) && tellsWhere(behind, tags)
    const isAside =
      isExcuse || (one.tag === 'wish' && behind.every((word) => isPassing(word) || ANYBODY.includes(word.text)))
    // A wish begins a clause of its own: "No hope you find somebody".
    if (isAside && one.tag === 'wish') heard.push({ ...one, tag: 'end' })
    const run = isAside ? [one, ...behind] : [one]
    heard.push(...run.map((word) => ({ ...word, tag: asideTag(word, isAside, isExcuse) })))
    at += run.length
  }
  return heard
}

function asideTag({ tag }: Said, isAside: boolean, isExcuse: boolean): string {
  if (isAside) return isExcuse ? 'fill' : 'sad'
  if (tag === 'late') return 'fill'
  return tag === 'was' || tag === 'wish' ? 'unknown' : tag
}

/** The words up to the end of the clause. */
function restOf(said: Said[], from: number): Said[] {
  const end = said.findIndex(({ tag, text }, at) => at >= from && (tag === 'end' || tag === 'but' || text === 'so'))
  return said.slice(from, end < 0 ? undefined : end)
}

/** "was" and "I was" at the start of a clause, or right behind the apology. */
function isBegun(said: Said[], at: number): boolean {
  const before = said.slice(0, at).findLast(({ text }) => !['i', 'and', 'just', 'as'].includes(text))
  return ['end', 'late', 'sorry'].includes(before?.tag ?? 'end')
}

/** "in rehearsal", "on the subway", "driving": nothing that may still be so, or that tells of a change of mind. */
function tellsWhere(behind: Said[], tags: Set<string>): boolean {
  const isKnown = tags.has('sorry') && behind.some(({ tag }) => tag === 'reason' || tag === 'busy')
  if (!(tags.has('late') || isKnown) || behind.length > MOST_WORDS) return false
  const words = behind.flatMap(({ text }) => text.split(' '))
  return words.some((word) => DONE.has(word)) && words.every((word) => DONE.has(word) || BESIDE.has(word))
}

function isPassing({ tag, text }: Said): boolean {
  return PASSING.has(tag) && (tag !== 'unknown' || /^\p{L}[\p{L}'-]*$/u.test(text))
}
