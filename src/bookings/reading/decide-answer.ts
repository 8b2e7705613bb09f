/** What a word says: see `lexicon/answers.tsv`. `end` parts clauses, `offered` names an offer of theirs. */
export type Said = { tag: string; text: string; start: number; end: number }

export type Decided = { answer: 'yes' | 'no' | 'none' | 'unclear'; left: Said[] }

/** What one clause says, and what of it is not understood. */
type Clause = { said: Said[]; votes: Set<Vote>; tags: Set<string>; left: Said[] }

/**
 * Every clause votes; all must agree, and nothing may be left over. Only beside a clear no a reason may be told in
 * words we do not know: "Absolutely not, I'm in Chicago that day".
 */
export function decideAnswer(said: Said[], codes: number, isNamed: boolean): Decided {
  const hasCode = codes > 0
  const clauses = cutClauses(said).map(readClause)
  const votes = new Set(clauses.flatMap((clause) => [...clause.votes]))
  const tags = new Set(clauses.flatMap((clause) => [...clause.tags]))
  if (refusesAfterBut(clauses)) votes.delete('love')
  const answer = agree(votes, tags, { hasCode, isNamed })
  const whys = answer === 'no' || answer === 'none' ? clauses.filter((one) => tellsWhy(one, clauses)) : []
  // "YES K7Q2 only"; "No, only K7Q2" may take it.
  const isChosen = (hasCode || isNamed) && answer === 'yes'
  const doubts = doubtsIn(clauses, whys).filter(({ text }) => !(isChosen && text === 'only'))
  return answer !== null && doubts.length === 0 && !isTwofold(answer, tags, { codes, isNamed })
    ? { answer, left: [] }
    : { answer: 'unclear', left: doubts.length > 0 ? doubts : said }
}

/** What is left over, asks or depends; beside a no the reasons for it, and till when they hold, are no doubt. */
function doubtsIn(clauses: Clause[], whys: Clause[]): Said[] {
  const isButNo = refusesAfterBut(clauses)
  const isOdd = ({ tag }: Said) => tag === '?' || (tag === 'but' && !isButNo)
  const others = clauses.filter((clause) => !whys.includes(clause))
  return [
    ...others.flatMap(({ left }) => left),
    ...clauses.flatMap(({ said }) => said.filter(isOdd)),
    ...others.flatMap(({ said }) => said.filter(({ tag }) => tag === 'when')),
  ]
}

/** "Yes to all" beside the code or the day of one, "none" beside a day. */
function isTwofold(
  answer: string,
  tags: Set<string>,
  { codes, isNamed }: { codes: number; isNamed: boolean },
): boolean {
  if (answer === 'none') return isNamed
  return answer === 'yes' && (codes === 1 || isNamed) && (tags.has('all') || tags.has('any'))
}

type Beside = { hasCode: boolean; isNamed: boolean }

/**
 * A yes allows no regret, reason or but beside it; a no allows no joy, for joy may be irony. "ok" alone may only say
 * that the text was seen: it takes the offer where its code stands beside it. "is fine" says yes to a day that is
 * named.
 */
function agree(votes: Clause['votes'], tags: Set<string>, { hasCode, isNamed }: Beside): 'yes' | 'no' | 'none' | null {
  const isYes = votes.has('yes') || votes.has('love') || (isNamed && votes.has('fits'))
  const refuses = refusalIn(votes, tags)
  if (refuses) return isYes || tags.has('glad') ? null : refuses
  const agrees = isYes || (votes.has('ok') && hasCode)
  return agrees && !COOL.some((tag) => tags.has(tag)) ? 'yes' : null
}

function refusalIn(votes: Clause['votes'], tags: Set<string>): 'no' | 'none' | null {
  if (votes.has('none')) return 'none'
  return votes.has('no') || (votes.size === 0 && isExcuse(tags)) ? 'no' : null
}

/** "Sorry, I have a concert that day" */
function isExcuse(tags: Set<string>): boolean {
  return (tags.has('sorry') || tags.has('sad')) && tags.has('reason') && tags.has('open')
}

const COOL = ['sad', 'reason', 'open', 'but']

/** "I'd love to, but I can't": what is wished before the but does not count. */
function refusesAfterBut(clauses: Clause[]): boolean {
  const at = clauses.findLastIndex(({ tags }) => tags.has('but'))
  if (at < 0) return false
  const before = clauses.slice(0, at).every(({ votes }) => [...votes].every((vote) => vote === 'love'))
  return before && clauses.slice(at).some(({ votes }) => votes.has('no') || votes.has('none'))
}

const MOST_REASON_WORDS = 4

/** A clause beside a no that tells where one is, till when, or what one has, and says nothing else. */
function tellsWhy(clause: Clause, clauses: Clause[]): boolean {
  const { votes, tags, left } = clause
  const isBusy = tags.has('busy') && [...votes].every((vote) => vote === 'no')
  if (votes.size > 0 && !isBusy) return false
  if (left.length > MOST_REASON_WORDS || !['open', 'reason', 'busy'].some((tag) => tags.has(tag))) return false
  if (left.some(({ text }) => !/^\p{L}[\p{L}'-]*$/u.test(text))) return false
  return clauses.some((other) => other !== clause && (other.votes.has('no') || other.votes.has('none')))
}

/** Parted by punctuation, line ends and "but". */
function cutClauses(said: Said[]): Said[][] {
  const clauses: Said[][] = [[]]
  for (const one of said) {
    if (one.tag === 'end' || one.tag === 'but') clauses.push([])
    if (one.tag !== 'end') clauses.at(-1)?.push(one)
  }
  return clauses.filter((clause) => clause.length > 0)
}

type Vote = 'yes' | 'no' | 'none' | 'ok' | 'love' | 'fits'

/** A word that answers: what it says alone, and under a not (`odd`: nothing anybody says). */
const POLAR: Record<string, [Vote | null, Vote | 'odd' | null]> = {
  can: ['yes', 'no'],
  will: ['yes', 'no'],
  work: [null, 'no'],
  fits: ['fits', 'no'],
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

function readClause(said: Said[]): Clause {
  const tags = tagsOf(said)
  const isDenied = tags.has('not') || tags.has('cant')
  const heard = said.map((one) => ({ one, vote: tags.has(one.tag) ? voteOf(one, isDenied) : null }))
  const left = heard.filter(({ one, vote }) => vote === 'odd' || one.tag === 'unknown').map(({ one }) => one)
  const votes: Clause['votes'] = new Set(heard.flatMap(({ vote }) => (vote && vote !== 'odd' ? [vote] : [])))
  // "Unfortunately not"
  if (tags.has('cant') || (tags.has('not') && tags.has('sad') && votes.size === 0)) votes.add('no')
  // "both work"; "work that day" is a reason
  if (tags.has('work') && !isDenied && (tags.has('them') || tags.has('all'))) votes.add('yes')
  if (tags.has('not') && votes.size === 0) left.push(...said.filter(({ tag }) => tag === 'not'))
  return { said, votes: ofAll(votes, tags, said, left), tags, left }
}

function voteOf({ tag }: Said, isDenied: boolean): Vote | 'odd' | null {
  return POLAR[tag]?.[isDenied ? 1 : 0] ?? null
}

/** What the words of a clause make of one another. */
function tagsOf(said: Said[]): Set<string> {
  const tags = new Set(said.map(({ tag }) => tag))
  // "no puedo": in Spanish the no is the not.
  if (tags.has('puedo') && said.some(({ text }) => text === 'no')) {
    tags.add('not')
    tags.delete('no')
  }
  // "definitely available", "absolutely can't" are said of the word beside.
  if (tags.has('can') || tags.has('busy') || tags.has('cant')) tags.delete('adv')
  // "I'll be busy"
  if (tags.has('busy')) tags.delete('will')
  // "I'm in" and "I'm in Chicago"
  if (['unknown', 'open', 'reason'].some((tag) => tags.has(tag))) for (const way of ['in', 'out']) widen(tags, way)
  return tags
}

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
  const isEvery = tags.has('any') || (tags.has('all') && tags.has('no') && !tags.has('cant') && !tags.has('not'))
  if (isEvery && !votes.has('yes')) return new Set(['none'])
  left.push(...said.filter(({ tag }) => tag === 'all' || tag === 'any'))
  return votes
}
