import type { Said } from './said.ts'
import { twistedIn } from './twists.ts'

/** What one clause says, and what of it is not understood. */
export type Clause = { said: Said[]; votes: Set<Vote>; tags: Set<string>; left: Said[] }

/** Parted by punctuation, line ends, "but" and "so". */
export function cutClauses(said: Said[]): Said[][] {
  const clauses: Said[][] = [[]]
  for (const one of said) {
    if (one.tag === 'end' || one.tag === 'but' || one.text === 'so') clauses.push([])
    if (one.tag !== 'end') clauses.at(-1)?.push(one)
  }
  return clauses.filter((clause) => clause.length > 0)
}

/**
 * The offers that are named, each by what fits it: words beside each other narrow one down ("Friday at 10"), a code
 * after a code or an "and" begins another. Null where they fit none.
 */
export function offersIn(said: Said[]): Set<string>[] | null {
  const named: Set<string>[] = []
  let before: string | null = null
  for (const [at, { tag, offers }] of said.entries()) {
    if (!offers) continue
    const last = named.at(-1)
    const shared = new Set([...offers].filter((code) => last?.has(code)))
    if (shared.size > 0) named.splice(-1, 1, shared)
    else if (!last || (tag === 'code' && before === 'code') || JOINTS.has(said[at - 1]?.text ?? '')) named.push(offers)
    else return null
    before = tag
  }
  return named
}

const JOINTS = new Set(['and', '&', '+', 'y'])

export type Vote = 'yes' | 'no' | 'none' | 'ok' | 'love' | 'fits' | 'pick'

/** A word that answers: what it says alone, and under a not (`odd`: nothing anybody says). */
const POLAR: Record<string, [Vote | null, Vote | 'odd' | null]> = {
  can: ['yes', 'no'],
  will: ['yes', 'no'],
  work: [null, 'no'],
  fits: ['fits', 'no'],
  pick: ['pick', null],
  puedo: ['yes', 'no'],
  adv: ['yes', 'no'],
  busy: ['no', 'yes'],
  yes: ['yes', 'odd'],
  in: ['yes', 'odd'],
  love: ['love', 'odd'],
  ok: ['ok', null],
  no: ['no', null],
  out: ['no', null],
}

/** Whether a word may answer, alone or with others. */
export function answers({ tag }: Said): boolean {
  return tag in POLAR || ['not', 'cant', 'none'].includes(tag)
}

/** `isNamed`: an offer is named somewhere, so that "then" and "please" take it. */
export function readClause(said: Said[], isNamed: boolean): Clause {
  const tags = tagsOf(said)
  const isDenied = tags.has('not') || tags.has('cant')
  const heard = said.map((one) => ({ one, vote: tags.has(one.tag) ? voteOf(one, isDenied) : null }))
  const left = heard.filter(({ one, vote }) => vote === 'odd' || one.tag === 'unknown').map(({ one }) => one)
  const votes: Clause['votes'] = new Set(heard.flatMap(({ vote }) => (vote && vote !== 'odd' ? [vote] : [])))
  if (!isNamed) votes.delete('pick')
  if (refusesAlone(tags, votes)) votes.add('no')
  // "both work"; "work that day" is a reason
  if (tags.has('work') && !isDenied && (tags.has('them') || tags.has('all') || (offersIn(said)?.length ?? 1) > 1))
    votes.add('yes')
  left.push(...twistedIn(said))
  if (tags.has('not') && votes.size === 0) left.push(...said.filter(({ tag }) => tag === 'not'))
  return { said, votes: ofAll(votes, tags, said, left), tags, left }
}

/** "Can't!", "Unfortunately not", "not Friday", "I don't do Fridays". */
function refusesAlone(tags: Set<string>, votes: Set<Vote>): boolean {
  if (tags.has('cant')) return true
  const isAbout = tags.has('sad') || (tags.has('offered') && !tags.has('reason'))
  return tags.has('not') && isAbout && votes.size === 0
}

/** Who does not have a gig that day has not said that he comes. */
function voteOf({ tag, text }: Said, isDenied: boolean): Vote | 'odd' | null {
  if (isDenied && tag === 'busy' && text.startsWith('have ')) return 'odd'
  return POLAR[tag]?.[isDenied ? 1 : 0] ?? null
}

/** What the words of a clause make of one another. */
function tagsOf(said: Said[]): Set<string> {
  const tags = new Set(said.map(({ tag }) => tag))
  // "no puedo": in Spanish the no is the not.
  if (tags.has('puedo') && said.some(({ tag, text }) => tag === 'no' && /(?:^| )(?:no|non|não)$/.test(text))) {
    tags.add('not')
    tags.delete('no')
  }
  // "definitely available", "absolutely can't" are said of the word beside.
  if (tags.has('can') || tags.has('busy') || tags.has('cant')) tags.delete('adv')
  // "I'll be busy", "I will sit this one out"
  if (tags.has('busy') || isRefusedBehind(said)) tags.delete('will')
  if (said.some(({ tag, text }) => tag === 'reason' && text.startsWith('have '))) tags.add('open')
  if (said.some(isHad)) tags.add('own')
  // "I'm in" and "I'm in Chicago"
  if (['unknown', 'open', 'reason'].some((tag) => tags.has(tag))) for (const way of ['in', 'out']) widen(tags, way)
  return tags
}

function isRefusedBehind(said: Said[]): boolean {
  const at = said.findIndex(({ tag }) => tag === 'will')
  return at >= 0 && said[at + 1]?.tag === 'no' && said[at + 1]?.text !== 'no'
}

/** "I have a concert", "my recital"; not "in a meeting". */
function isHad({ tag, text }: Said): boolean {
  return (tag === 'open' || tag === 'reason') && OWN.test(text)
}

const OWN = /^(?:have|got|had|i've|my|our|tengo|ya tengo|habe?|j'ai|ho|tenho|já tenho)(?: |$)/

function widen(tags: Set<string>, way: string): void {
  if (tags.delete(way)) tags.add('open')
}

const WORKS = /^works? /

/** "none of them", "no to all", "can't do any of these"; "can't do all" may mean some. */
function ofAll(votes: Clause['votes'], tags: Set<string>, said: Said[], left: Said[]): Clause['votes'] {
  if (tags.has('none')) {
    // "Neither works for me"
    const isBoth =
      votes.has('yes') && !tags.has('can') && said.some(({ tag, text }) => tag === 'yes' && !WORKS.test(text))
    return new Set(isBoth ? ['yes', 'none'] : ['none'])
  }
  if (!votes.has('no')) return votes
  const isSaid =
    tags.has('no') || tags.has('out') || said.some(({ tag, text }) => tag === 'busy' && !text.startsWith('not '))
  const isEvery = tags.has('any') || (tags.has('all') && isSaid && !tags.has('cant') && !tags.has('not'))
  if (isEvery && !votes.has('yes')) return new Set(['none'])
  left.push(...said.filter(({ tag }) => tag === 'all' || tag === 'any'))
  return votes
}
