import { wordsOf } from './lexicon.ts'
import { fold } from './text.ts'

const absences = [...wordsOf('mail', 'deputy')].map(fold)
const urgencies = [...wordsOf('mail', 'urgency')].map(fold)
const IN_CASE = wordsOf('mail-words', 'in case')
const NOT = wordsOf('mail-words', 'no case')
const OWN = wordsOf('mail-words', 'writer')
/** An e-mail, or a phone; a date has fewer digits. */
const MAILBOX = /[^\s@]@[^\s@]+\.\p{L}|(?:\d[ ()./-]{0,2}){9}/u
const NAMED = /(?:contact\p{L}{0,3}(?: a)?|write to|wenden Sie sich an|contate) \p{Lu}\p{Ll}/u
const NEAR = 5

/** "For urgent matters write to desk@...": who is away names another, and nobody says "call me". */
export function directsElsewhere(text: string): boolean {
  const sentences = text.slice(0, 2000).split(/[.!?](?=\s|$)|\n\s*\n/)
  return sentences.some((one) => (MAILBOX.test(one) || NAMED.test(one)) && isOfAbsence(fold(one)))
}

function isOfAbsence(sentence: string): boolean {
  const absence = absences.find((words) => sentence.includes(words))
  const words = wordsIn(absence ? sentence.replace(absence, '') : sentence)
  return (absence !== undefined || isInCase(words)) && !words.some((word) => OWN.has(word))
}

/** "In urgent cases", "en cas d'urgence"; "so nothing urgent", "it's urgent" name no case. */
function isInCase(words: string[]): boolean {
  const at = words.findIndex((word) => urgencies.some((one) => word.startsWith(one)))
  const before = words.slice(Math.max(0, at - NEAR), Math.max(0, at))
  return before.some((word) => IN_CASE.has(word)) && !before.some((word) => NOT.has(word))
}

function wordsIn(text: string): string[] {
  return text.split(/[^\p{L}]+/u).filter(Boolean)
}
