import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import type { Said } from './said.ts'

/** Words a place or a time follows, and what has no owner: "my" and "have" begin a reason, these do not. */
export const PLACES = wordsOf('answer-twists', 'before place')
/** What asks for more: "can't make the rehearsal", "can't play my viola loud", "won't be away". */
export const UNDONE = wordsOf('answer-twists', 'undone')

/**
 * What turns a no round: "can't decline", "can't not", "won't have anything", "not a no", "I don't work that day"; "no
 * K7Q2 on my calendar", which is not there; and "no" before a verb of a language in which it is the not: "no estoy
 * ocupado", "no ho impegni".
 */
export function twistedIn(said: Said[]): Said[] {
  return said.filter((one, at) => isTwisted(one, at, said)).map((one) => ({ ...one, tag: 'odd' }))
}

function isTwisted({ tag }: Said, at: number, said: Said[]): boolean {
  const behind = said.slice(at + 1)
  const next = behind.find(({ text }) => text !== 'a' && text !== 'an')
  if (!next) return false
  if (tag === 'cant') return isTwist(next) || /^(?:have|got|had)\b/.test(next.text) || isOfPart(behind)
  if (tag === 'not') return isTwist(next) || (next.text === 'work' && (said[at - 1]?.text ?? 'i') === 'i')
  return tag === 'no' && (next.offers ? isMissing(behind.slice(1)) : isOfVerb(next, said))
}

function isOfVerb({ tag, text }: Said, said: Said[]): boolean {
  return ['busy', 'reason', 'open'].includes(tag) && isRomance(text) && !said.some((one) => one.tag === 'puedo')
}

/** Behind "no K7Q2": "on my calendar", "in my texts"; "at a wedding" is a reason. */
function isMissing([first, ...behind]: Said[]): boolean {
  const isReason = ({ tag }: Said) => tag === 'reason' || tag === 'busy'
  return first !== undefined && PLACES.has(first.text) && !behind.some(isReason)
}

function isTwist({ tag }: Said): boolean {
  return ['no', 'not', 'cant'].includes(tag)
}

/** Behind "can't" or "won't": "make the rehearsal", "be away", "hurt". */
function isOfPart(behind: Said[]): boolean {
  const at = behind.findIndex(({ text }) => !UNDONE.has(text) && text !== 'the')
  return ['reason', 'open', 'out'].includes(behind[at]?.tag ?? '') && (at > 0 || behind[at]?.tag === 'reason')
}

const words = loadLexicon('answers')
function isRomance(text: string): boolean {
  return ['es', 'it', 'pt'].includes(words.get(text)?.languages ?? '')
}

/** Behind what "confirm" says so now: "will confirm" and "need to confirm" put it off. */
const CONFIRMS = new Set(['end', 'code', 'offered', 'yes', 'can', 'pick'])

/** What is put off; and "though" at the end, which turns nothing: "thanks for thinking of me though". */
export function putOff(one: Said, at: number, said: Said[]): Said {
  if (one.text === 'though' && at > 0 && (said[at + 1]?.tag ?? 'end') === 'end') return { ...one, tag: 'fill' }
  return one.text === 'confirm' && !CONFIRMS.has(said[at - 1]?.tag ?? 'end') ? { ...one, tag: '?' } : one
}
