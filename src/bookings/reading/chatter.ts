import { type Entry, loadLexicon } from '#src/reading/lexicon.ts'
import type { Match } from '#src/reading/match.ts'
import { pieceOf, type Text } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { decideAnswers } from './decide-answers.ts'
import type { Offered } from './offered-words.ts'
import type { Said } from './said.ts'

const words = loadLexicon('chatter')

/** What a clause may speak of, by the word that makes it one of its kind. */
const BESIDE_YES: Record<string, string[]> = {
  thanks: ['asked', 'folk'],
  joys: ['folk', 'place', 'doing'],
  meets: ['folk', 'place', 'then'],
  frees: [],
  brings: ['thing'],
  readies: ['thing', 'doing'],
  notes: ['noted'],
  travels: ['place', 'ride'],
  greets: ['folk', 'greeted', 'place'],
}
/** Without a sign between: "Yes I'll bring it"; "Yes I love cello" may answer anything. */
const { joys: _, ...BEHIND_YES } = BESIDE_YES
const BESIDE_NO: Record<string, string[]> = {
  thanks: ['asked', 'folk', 'doing'],
  greets: ['folk', 'greeted'],
  wishes: ['wished', 'folk', 'doing', 'joys', 'thing', 'asked'],
  recommends: ['told', 'joys'],
  tells: ['told', 'joys', 'folk', 'place', 'doing', 'thing', 'ride'],
}
/** Known in every clause: what was offered, a name where one may stand, a smile. */
const ANYWHERE = ['glue', 'offered', 'name', 'smile']
const AM = ["i'm", 'im', 'am', "you'll", "you're"]
/** "thanks for considering me"; not "thanks, considering it". */
const LINKS = ['for', 'the', 'your', 'you', 'por', 'la', 'el', 'tu']
const MOST_BEFORE = 6
const MOST_NAMES = 2

/**
 * Without the clauses beside an answer that change nothing of it: "Sure! I'll bring the good bow", "Sorry, no. Try Ana,
 * she's great". Some other clause says yes, or no, by itself and in known words; in one left out every word is an
 * everyday word of its own kind. What depends, denies or asks holds a word that is none, and stays. An offer in it
 * stays, too.
 */
export function withoutChatter(said: Said[], text: Text, offered: readonly Offered[]): Said[] {
  const answerOf = (some: Said[]) => decideAnswers(some, offered).answer
  const clauses = inClauses(said).map((clause) => {
    const answer = answerOf(clause)
    return { clause, answer, yes: answer === 'unclear' ? yesBefore(clause, answerOf) : [] }
  })
  const answers = new Set(clauses.flatMap(({ answer }) => (answer === 'unclear' ? [] : [answer])))
  const isYes = answers.size === 0 ? clauses.some(({ yes }) => yes.length > 0) : answers.has('yes')
  if (answers.size > 1 || (answers.size === 0 && !isYes)) return said
  return clauses.flatMap(({ clause, answer, yes }) => {
    if (answer !== 'unclear') return clause
    if (isOfKind(kindsOf(clause, text), isYes ? BESIDE_YES : BESIDE_NO)) return clause.map(idle)
    const ends = isYes ? yes.find((end) => isOfKind(kindsOf(clause.slice(end), text), BEHIND_YES)) : undefined
    return clause.map((one, at) => (at >= (ends ?? clause.length) ? idle(one) : one))
  })
}

/** Where a plain yes may end in a clause that goes on: "Yes | I can do it | and I'll bring cookies". */
function yesBefore(clause: Said[], answerOf: (said: Said[]) => string): number[] {
  const ends = clause.slice(0, MOST_BEFORE).map((_, at) => at + 1)
  return ends.filter((end) => isPlain(clause[end - 1]) && answerOf(clause.slice(0, end)) === 'yes')
}

/** "Sure is an easy drive" and "naturally easy parking" say no yes. */
const isPlain = (last: Said | undefined) => last?.tag !== 'adv' && last?.text !== 'sure'

const idle = (one: Said): Said => (one.offers || one.tag === 'end' ? one : { ...one, tag: 'fill' })

/** Each with the sign that ends it. */
function inClauses(said: Said[]): Said[][] {
  const clauses: Said[][] = [[]]
  for (const one of said) {
    clauses.at(-1)?.push(one)
    if (one.tag === 'end') clauses.push([])
  }
  return clauses.filter((clause) => clause.length > 0)
}

type Kind = { kind: string; text: string }

/** What each word is: of the longest entry that begins there, of an offer, a name; `strange` where it is none. */
function kindsOf(clause: Said[], text: Text): Kind[] {
  const heard = clause.filter(({ tag }) => tag !== 'end')
  const [from, to] = [heard[0]?.start ?? 0, heard.at(-1)?.end ?? 0]
  const tokens = tokenise(text.text.slice(0, to)).filter(({ start }) => start >= from)
  const kinds: Kind[] = []
  for (let at = 0; at < tokens.length; ) {
    const { value, next } = kindAt(tokens, at, heard)
    const [kind = '', mayName] = value.kind.split(' ')
    const named = mayName ? namesAt(tokens.slice(next, next + MOST_NAMES), heard, text) : 0
    kinds.push({ ...value, kind: kind === 'recommends' && named === 0 ? 'strange' : kind })
    if (named > 0) kinds.push({ kind: 'name', text: '' })
    at = next + named
  }
  return kinds
}

function kindAt(tokens: readonly Token[], at: number, heard: Said[]): Match<Kind> {
  const token = tokens[at] as Token
  const one = heard.find(({ start }) => start === token.start)
  const behind = tokens.findIndex(({ start }) => start >= (one?.end ?? token.end))
  const ends = behind < 0 ? tokens.length : behind
  const known: Match<Entry> | null = words.at(tokens, at)
  if (known && (known.next > ends || !one?.offers) && !isAsked(one, known.next < ends))
    return { value: { kind: known.value.meaning, text: tokens[known.next - 1]?.text ?? '' }, next: known.next }
  const isSmile = token.kind === 'emoji' && (one?.tag === 'fill' || one?.tag === 'glad')
  const kind = one?.offers ? 'offered' : isSmile ? 'smile' : 'strange'
  return { value: { kind, text: token.text }, next: ends }
}

/** "are you", "is it", "for free": longer than what is known of it. */
function isAsked(one: Said | undefined, isLonger: boolean): boolean {
  return one?.tag === '?' && isLonger
}

/** How many capitalised words follow that nobody knows. */
function namesAt(tokens: readonly Token[], heard: Said[], text: Text): number {
  const isName = ({ start, end }: Token) =>
    /^\p{Lu}\p{Ll}{2,}$/u.test(pieceOf(text, start, end)) &&
    heard.some((one) => one.start === start && one.tag === 'unknown')
  const length = tokens.findIndex((token) => !isName(token))
  return length < 0 ? tokens.length : length
}

/** "so glad I'm recording that day" is no joy of ours, nor is "happy to see Ana play". */
function isOfKind(kinds: Kind[], takes: Record<string, string[]>): boolean {
  const heads = kinds.map(({ kind }) => kind).filter((kind) => kind in takes)
  const known = new Set([...ANYWHERE, ...heads, ...heads.flatMap((head) => takes[head] ?? [])])
  const isTurned = kinds.some(({ kind, text }, at) => {
    const behind = kinds.slice(at + 1)
    if (kind === 'name') return takes !== BESIDE_NO && behind.some((one) => one.kind === 'doing')
    if (kind === 'asked') return !kinds.slice(0, at).some((one) => LINKS.includes(one.text))
    return AM.includes(text) && behind[0]?.kind === 'doing'
  })
  return heads.length > 0 && !isTurned && kinds.every(({ kind }) => known.has(kind))
}
