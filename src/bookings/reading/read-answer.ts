import type { Answer } from '#entities/bookings/booking-message.ts'
import { type Lexicon, loadLexicon } from '#src/reading/lexicon.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import { stripSignature } from '#src/reading/signature.ts'
import { blank, normalise, pieceOf, type Text } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { decideAnswer, type Said } from './decide-answer.ts'
import { type Offered, wordsOffered } from './offered-words.ts'
import { withoutName } from './own-name.ts'

export type AnswerReading = {
  answer: Answer | 'stop' | 'unclear'
  /** The code that was written, upper case: `K7Q2`; the first of several. */
  code: string | null
  codes: string[]
  /** The codes of the offers that the day, the hour or the instrument in it fits; null where it names none. */
  about: string[] | null
  /** What kept it from being clear, as it was written. */
  notUnderstood: string[]
}

const MOST_CHARS = 600
const CODE = /^[b-df-hj-np-rtv-z][2-9][b-df-hj-np-rtv-z][2-9]$/
const ENDS = new Set([...'.,!¡;:-()*~_'])
const MODALS = new Set(['will', 'can'])
const words = loadLexicon('answers')

/**
 * A musician's text, in English or Spanish: `YES K7Q2`, `k7q2 no`, `Sí, ahí estaré`, `no to all dates`.
 * It acts at once, so every word must be known: whatever is left over makes it unclear. Days, hours and instruments are
 * those of our own text ("Friday works"), a question asks, a quotation (a phone's "Liked ...", our own words) answers
 * nothing. `offered`: the offers they have; the code of another is not understood. `name`: whose number it came from,
 * who may sign with it. Pure, linear.
 */
export function readAnswer(text: string, offered?: readonly Offered[], name = ''): AnswerReading {
  const whole = normalise(stripSignature(text.slice(0, MOST_CHARS + 1)).body, MOST_CHARS)
  if (readOptOut(text) === 'stop') return { answer: 'stop', code: null, codes: [], about: null, notUnderstood: [] }
  const found = findCodes(whole.text, offered ?? [])
  const codes = [...new Set(found.map(({ code }) => code.toUpperCase()))]
  const unsigned = withoutName(unquoted(whole), name)
  const bare = found.reduce((rest, { written, at }) => blank(rest, at, at + written.length), unsigned)
  const { lexicon, codesOf } = wordsOffered(offered ?? [])
  const said = listen(bare, lexicon)
  const about = offersNamed(said, codesOf)
  const read = { code: codes[0] ?? null, codes, about }
  const stop = whyStopped(read, offered)
  if (stop) return { answer: 'unclear', ...read, notUnderstood: stop }
  if (whole.truncated || whole.hidden) return { answer: 'unclear', ...read, notUnderstood: [text.slice(0, 80)] }
  const { answer, left } = decideAnswer(said, codes.length, about !== null)
  const notUnderstood = answer === 'unclear' ? left.map(({ start, end }) => pieceOf(whole, start, end)) : []
  return { answer, ...read, notUnderstood }
}

/** Codes that are not theirs; several where nobody knows theirs; a code beside another offer's day. */
function whyStopped({ codes, about }: Pick<AnswerReading, 'codes' | 'about'>, offered?: readonly Offered[]) {
  const isTheirs = (one: string) => offered?.some(({ code }) => code === one) ?? codes.length === 1
  const isElse = about !== null && (about.length === 0 || codes.some((one) => !about.includes(one)))
  return isElse || !codes.every(isTheirs) ? codes : null
}

/** The codes of the offers that all the named words fit. */
function offersNamed(said: Said[], codesOf: Map<string, Set<string>>): string[] | null {
  const named = said.flatMap(({ tag, text }) => (tag === 'offered' ? [codesOf.get(text) ?? new Set<string>()] : []))
  const [first, ...more] = named
  return first ? [...first].filter((code) => more.every((codes) => codes.has(code))) : null
}

type Code = { code: string; written: string; at: number }

/** Codes in our form, and those of the offers in whatever form they are, with a gap in the middle too: `K7 Q2`. */
function findCodes(text: string, offered: readonly Offered[]): Code[] {
  const known = new Set(offered.map(({ code }) => code.toLowerCase()))
  const runs = [...text.matchAll(/(?<![\p{L}\d])[\p{L}\d]{2,12}(?![\p{L}\d])/gu)]
  const whole = runs.map(({ 0: one, index }) => ({ code: one, written: one, at: index }))
  const parted = runs.flatMap(({ 0: one, index }, i) => {
    const next = runs[i + 1]
    const written = next ? text.slice(index, next.index + next[0].length) : ''
    const isOne = /^\S+[ -]\S+$/.test(written) && known.has(one + next?.[0])
    return isOne ? [{ code: one + next?.[0], written, at: index }] : []
  })
  return [...whole.filter(({ code }) => known.has(code) || CODE.test(code)), ...parted]
}

/** "YES" in quotes alone is how some copy what we asked for; any other quotation is somebody else's word. */
function unquoted(text: Text): Text {
  const [whole, open = '', inner = ''] = /^(\s*["'])([^"'\n]{1,40})["'][\s.!]*$/.exec(text.text) ?? []
  if (!whole) return text
  return { ...text, text: ' '.repeat(open.length) + inner + ' '.repeat(text.text.length - open.length - inner.length) }
}

function listen(text: Text, offered: Lexicon): Said[] {
  const tokens = tokenise(text.text)
  const said: Said[] = []
  for (let at = 0; at < tokens.length; ) {
    const { next, ...what } = namedAt(tokens, at, offered) ?? {
      ...tagOf(text, tokens, at),
      next: nameAfterGreeting(text, tokens, at) ?? words.at(tokens, at)?.next ?? at + 1,
    }
    const [first, last] = [tokens[at], tokens[next - 1]]
    if (first && last) said.push({ ...what, start: first.start, end: last.end })
    at = next
  }
  return said.map(asked)
}

/** A word of an offer, unless a longer one of ours begins there. */
function namedAt(tokens: readonly Token[], at: number, offered: Lexicon): (Tag & { next: number }) | null {
  const named = offered.at(tokens, at)
  const isOurs = (words.at(tokens, at)?.next ?? 0) > (named?.next ?? 0)
  return named && !isOurs ? { tag: 'offered', text: named.value.word, next: named.next } : null
}

/** "will Friday work" */
function asked(one: Said, at: number, said: Said[]): Said {
  return MODALS.has(one.text) && said[at + 1]?.tag === 'offered' ? { ...one, tag: '?' } : one
}

type Tag = Pick<Said, 'tag' | 'text'>

function tagOf(text: Text, tokens: readonly Token[], at: number): Tag {
  const token = tokens[at]
  if (!token) return { tag: 'end', text: '' }
  const entry = words.at(tokens, at)?.value ?? stretched(token)
  if (entry?.meaning === 'part of the day')
    return { tag: isGreeting(tokens, at) ? 'fill' : 'unknown', text: entry.word }
  if (entry) return { tag: isIf(text, tokens, at) ? '?' : entry.meaning, text: entry.word }
  if (isEnd(token)) return { tag: 'end', text: token.text }
  return { tag: nameAfterGreeting(text, tokens, at) ? 'fill' : 'unknown', text: token.text }
}

function isEnd(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'line' || ENDS.has(token.text)
}

/** "Morning! I'm in", but "Morning works for me". */
function isGreeting(tokens: readonly Token[], at: number): boolean {
  return at === 0 && isEnd(tokens[1])
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
