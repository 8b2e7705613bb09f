import type { Answer } from '#entities/bookings/booking-message.ts'

/** What a musician's text says: an answer, with the code where one was given; `answer` null for a code alone. */
export type TextReading = { answer: Answer | null; code: string | null }

const CODE = /(?<![a-z\d])([b-df-hj-np-rtv-z][2-9][b-df-hj-np-rtv-z][2-9])(?![a-z\d])/i
const NONE =
  /\b(?:no|not|none|nope|nothing|can'?t|cannot|neither)\b.{0,24}\b(?:all|any|every|none|either|of (?:them|these|those|the))\b|^none\b|\bno to (?:all|every)|\ball no\b/
const NO =
  /^(?:no|nope|nah|n|not? (?:thanks|thank you|available|free|possible)|can'?t|cannot|unfortunately|sorry,? (?:no|can'?t|cannot|i can)|i can'?t|i cannot|i'?m (?:not|busy|out)|pass|2)\b/
const YES =
  /^(?:yes+|yep|yeah|yup|y|ya|sure|ok(?:ay)?|absolutely|definitely|of course|works|i'?m in|count me in|i can|i'?ll (?:be there|take it|do it)|sounds good|1)\b/
const DOUBT = /\b(?:but|if|maybe|depends|unless|\?)/

/** Row 002-019: `YES K7Q2`, `k7q2 no`, `Yes!`, `no to all dates`. A yes with an if or a but is no answer. */
export function readText(text: string): TextReading {
  const folded = text.slice(0, 500).normalize('NFKC').toLowerCase().replace(/[‘’]/g, "'")
  const code = CODE.exec(folded)?.[1]?.toUpperCase() ?? null
  const words = folded
    .replace(CODE, ' ')
    .replace(/[^\p{L}\p{N}'? ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return { answer: answerOf(words, code !== null), code }
}

function answerOf(words: string, hasCode: boolean): Answer | null {
  if (NONE.test(words)) return 'none'
  if (NO.test(words)) return 'no'
  const isSure = hasCode || !(DOUBT.test(words) || words.includes('?'))
  return YES.test(words) && isSure ? 'yes' : null
}
