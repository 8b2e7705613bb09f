import type { Answer } from '#entities/bookings/booking-message.ts'
import { loadLexicon } from '#src/reading/lexicon.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { stripSignature } from '#src/reading/signature.ts'
import { blank, normalise, pieceOf, type Text } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { decideAnswer, type Said } from './decide-answer.ts'

export type AnswerReading = {
  answer: Answer | 'stop' | 'unclear'
  /** The code that was written, upper case: `K7Q2`; the first of several. */
  code: string | null
  codes: string[]
  /** What kept it from being clear, as it was written. */
  notUnderstood: string[]
}

const MOST_CHARS = 600
const CODE = /^[b-df-hj-np-rtv-z][2-9][b-df-hj-np-rtv-z][2-9]$/
const ENDS = new Set([...'.,!¡;:-()*~_'])
const words = loadLexicon('answers')

/**
 * A musician's text, in English or Spanish: `YES K7Q2`, `k7q2 no`, `Sí, ahí estaré`, `no to all dates`.
 * It acts at once, so every word must be known: whatever is left over makes it unclear. Numerals mean nothing (our
 * texts offer none), a question asks, a quotation (a phone's "Liked ...", our own words) answers nothing. `offered`:
 * the codes of the offers they have; another than these is not understood. Pure, linear.
 */
export function readAnswer(text: string, offered?: readonly string[]): AnswerReading {
  const whole = normalise(stripSignature(text.slice(0, MOST_CHARS + 1)).body, MOST_CHARS)
  if (readOptOut(text) === 'stop') return { answer: 'stop', code: null, codes: [], notUnderstood: [] }
  const found = findCodes(whole.text, offered ?? [])
  const codes = [...new Set(found.map(([one]) => one.toUpperCase()))]
  const [code = null] = codes
  const isStranger = offered !== undefined && codes.some((one) => !offered.includes(one))
  const bare = found.reduce((rest, { 0: one, index }) => blank(rest, index, index + one.length), unquoted(whole))
  const { answer, left } = decideAnswer(listen(bare), codes.length)
  // Which of several is meant is certain only where all of them are theirs.
  if (isStranger || (codes.length > 1 && !offered)) return { answer: 'unclear', code, codes, notUnderstood: codes }
  if (whole.truncated || whole.hidden) return { answer: 'unclear', code, codes, notUnderstood: [text.slice(0, 80)] }
  const notUnderstood = answer === 'unclear' ? left.map(({ start, end }) => pieceOf(whole, start, end)) : []
  return { answer, code, codes, notUnderstood }
}

/** Codes in our form, and those of the offers in whatever form they are. */
function findCodes(text: string, offered: readonly string[]): RegExpExecArray[] {
  const known = new Set(offered.map((one) => one.toLowerCase()))
  const runs = [...text.matchAll(/(?<![\p{L}\d])[\p{L}\d]{2,12}(?![\p{L}\d])/gu)]
  return runs.filter(([one]) => known.has(one) || CODE.test(one))
}

/** "YES" in quotes alone is how some copy what we asked for; any other quotation is somebody else's word. */
function unquoted(text: Text): Text {
  const [whole, open = '', inner = ''] = /^(\s*["'])([^"'\n]{1,40})["'][\s.!]*$/.exec(text.text) ?? []
  if (!whole) return text
  return { ...text, text: ' '.repeat(open.length) + inner + ' '.repeat(text.text.length - open.length - inner.length) }
}

function listen(text: Text): Said[] {
  const tokens = tokenise(text.text)
  const said: Said[] = []
  for (let at = 0; at < tokens.length; ) {
    const next = nameAfterGreeting(text, tokens, at) ?? words.at(tokens, at)?.next ?? at + 1
    const [first, last] = [tokens[at], tokens[next - 1]]
    if (first && last) said.push({ ...tagOf(text, tokens, at), start: first.start, end: last.end })
    at = next
  }
  return said
}

function tagOf(text: Text, tokens: readonly Token[], at: number): Pick<Said, 'tag' | 'text'> {
  const token = tokens[at]
  if (!token) return { tag: 'end', text: '' }
  const entry = words.at(tokens, at)?.value ?? stretched(token)
  if (entry) return { tag: isIf(text, tokens, at) ? '?' : entry.meaning, text: entry.word }
  if (token.kind === 'line' || ENDS.has(token.text)) return { tag: 'end', text: token.text }
  return { tag: nameAfterGreeting(text, tokens, at) ? 'fill' : 'unknown', text: token.text }
}

/** "yesss", "noooo", "okk". */
function stretched({ kind, text }: Token) {
  if (kind !== 'word' || !/(.)\1/u.test(text)) return null
  return words.get(text.replace(/(.)\1{2,}/gu, '$1')) ?? words.get(text.replace(/(.)\1+$/u, '$1'))
}

/** "si puedo" is "if I can" unless an accent or a comma makes it "yes, I can". */
function isIf(text: Text, tokens: readonly Token[], at: number): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]]
  if (token?.text !== 'si' || next?.kind !== 'word' || words.at(tokens, at)?.next !== at + 1) return false
  const meaning = words.at(tokens, at + 1)?.value.meaning ?? 'unknown'
  return !/[íÍ]/.test(pieceOf(text, token.start, token.end)) && ['puedo', 'no', 'busy', 'unknown'].includes(meaning)
}

/** "Hi Dane", "Thanks Maya!": a capitalised word right after a greeting, which is no word of ours. */
function nameAfterGreeting(text: Text, tokens: readonly Token[], at: number): number | null {
  const [before, token] = [tokens[at - 1], tokens[at]]
  if (token?.kind !== 'word' || !GREETINGS.has(before?.text ?? '') || words.at(tokens, at)) return null
  const isName = /^\p{Lu}\p{Ll}{2,}$/u.test(pieceOf(text, token.start, token.end))
  return isName && tokens[at + 1]?.kind !== 'word' ? at + 1 : null
}

const GREETINGS = new Set(['hi', 'hey', 'hello', 'thanks', 'thx', 'hola', 'gracias', 'cheers', 'sorry'])
