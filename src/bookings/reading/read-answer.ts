import type { Temporal } from 'temporal-polyfill'
import type { Answer } from '#entities/bookings/booking-message.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { stripSignature } from '#src/reading/signature.ts'
import { normalise, pieceOf, type Text } from '#src/reading/text.ts'
import { withoutAsides } from './asides.ts'
import { withoutChatter } from './chatter.ts'
import { decideAnswers, type Given } from './decide-answers.ts'
import { listen } from './listen.ts'
import { type Offered, wordsOffered } from './offered-words.ts'
import { withoutName } from './own-name.ts'
import { offersIn } from './read-clause.ts'
import type { Said } from './said.ts'
import { findSpans, settleTime } from './spans.ts'

export type AnswerReading = {
  /** `each`: to several offers, and not the same to all. */
  answer: Answer | 'stop' | 'unclear' | 'each'
  /** The code that was written, upper case: `K7Q2`; the first of several. */
  code: string | null
  codes: string[]
  /** The codes of the offers that the day, the hour or the instrument in it fits; null where it names none. */
  about: string[] | null
  /** Where several offers are answered: what each gets, by its code. */
  each: Given | null
  /** What kept it from being clear, as it was written. */
  notUnderstood: string[]
}

type Writer = { name?: string; today?: Temporal.PlainDate | undefined }

const MOST_CHARS = 600
const CODE = /(?<![\p{L}\d])[b-df-hj-np-rtv-z][2-9][b-df-hj-np-rtv-z][2-9](?![\p{L}\d])/gu

/**
 * A musician's text, in the lexicon's languages: `YES K7Q2`, `k7q2 no`, `Friday yes, Saturday no`, `no to all dates`.
 * It acts at once, so every word must be known: whatever is left over makes it unclear. Days, hours and instruments are
 * those of our own text ("Friday works"), a question asks, a quotation (a phone's "Liked ...", our own words) answers
 * nothing. `offered`: the offers they have; the code of another is not understood. `name`: whose number it came from,
 * who may sign with it. `today`: where they are, for "until Monday". Pure, linear.
 */
export function readAnswer(text: string, offered?: readonly Offered[], by: Writer = {}): AnswerReading {
  const written = stripSignature(text.slice(0, MOST_CHARS + 1).replace(/^ *>.*$/gm, '')).body
  const whole = normalise(written, MOST_CHARS)
  const nothing = { code: null, codes: [], about: null, each: null, notUnderstood: [] }
  if (readOptOut(text) === 'stop') return { answer: 'stop', ...nothing }
  const said = hear(whole, offered ?? [], by)
  const codes = [...new Set(said.flatMap(({ tag, text: code }) => (tag === 'code' ? [code] : [])))]
  const about = said.some(({ tag }) => tag === 'offered') ? (offersIn(said)?.flatMap((one) => [...one]) ?? []) : null
  const read = { ...nothing, code: codes[0] ?? null, codes, about }
  const isTheirs = (one: string) => offered?.some(({ code }) => code === one) ?? codes.length === 1
  if (!codes.every(isTheirs)) return { answer: 'unclear', ...read, notUnderstood: codes }
  if (whole.truncated || whole.hidden) return { answer: 'unclear', ...read, notUnderstood: [text.slice(0, 80)] }
  const { answer, each, left } = decideAnswers(said, offered ?? [])
  return { answer, ...read, each, notUnderstood: left.map(({ start, end }) => pieceOf(whole, start, end)) }
}

/** What is said, word by word; an offer by its code, or by a word our text named it by. */
function hear(whole: Text, offered: readonly Offered[], { name = '', today }: Writer): Said[] {
  const strange = [...whole.text.matchAll(CODE)].map(([code]) => ({ code: code.toUpperCase() }))
  const text = withoutName(unquoted(whole), name)
  const said = listen(text, wordsOffered([...offered, ...strange]), findSpans(text.text, offered, today))
  const heard = withoutAsides(said.map((one) => settleTime(one, offered, today)))
  return withoutChatter(heard, text, offered)
}

/** "YES" in quotes alone is how some copy what we asked for; any other quotation is somebody else's word. */
function unquoted(text: Text): Text {
  const [whole, open = '', inner = ''] = /^(\s*["'])([^"'\n]{1,40})["'][\s.!]*$/.exec(text.text) ?? []
  if (!whole) return text
  return { ...text, text: ' '.repeat(open.length) + inner + ' '.repeat(text.text.length - open.length - inner.length) }
}
