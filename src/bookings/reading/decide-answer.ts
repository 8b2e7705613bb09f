import { isSaidTo } from './asides.ts'
import { type Clause, cutClauses, offersIn, readClause, type Vote } from './read-clause.ts'
import { BY_HOUR, type Said } from './said.ts'
import { REGRETS, refuses, tellsWhy } from './tell-why.ts'

export type Decided = { answer: 'yes' | 'no' | 'none' | 'unclear'; left: Said[] }

/**
 * Every clause votes; all must agree, and nothing may be left over. Only beside a clear no a reason may be told in
 * words we do not know: "Absolutely not, I'm in Chicago that day".
 */
export function decideAnswer(said: Said[], isOneOfSeveral = false): Decided {
  const codes = new Set(said.filter(({ tag }) => tag === 'code').map(({ text }) => text)).size
  const named = said.filter(({ tag }) => tag === 'offered').length
  const isNamed = named > 0
  const clauses = cutClauses(said).map((clause) => readClause(clause, codes > 0 || isNamed))
  const votes = new Set(clauses.flatMap((clause) => [...clause.votes]))
  const tags = new Set(clauses.flatMap((clause) => [...clause.tags]))
  const isButNo = refusesAfterBut(clauses)
  if (isButNo) votes.delete('love')
  const answer = agree(votes, tags, { hasCode: codes > 0 || named > 1, isNamed, isOneOfSeveral, isButNo })
  const whys = answer === 'no' || answer === 'none' ? clauses.filter((one) => tellsWhy(one, clauses)) : []
  const idle = answer === 'yes' ? idleBeside(codes > 0 || isNamed) : []
  const days = answer === 'yes' ? said.filter(({ text }) => text === BY_HOUR) : []
  const doubts = [...doubtsIn(clauses, whys), ...days, ...agreesAfterNo(said)].filter(
    ({ text }) => !idle.includes(text),
  )
  return answer !== null && doubts.length === 0 && !isTwofold(answer, tags, offersIn(said)?.length ?? 1)
    ? { answer, left: [] }
    : { answer: 'unclear', left: doubts.length > 0 ? doubts : said }
}

/** "Why not, put me down" asks nothing, nor does "YES K7Q2 only"; "No, only K7Q2" may take it. */
function idleBeside(isChosen: boolean): string[] {
  return isChosen ? ['why not', 'only'] : ['why not']
}

/** What is left over, asks or depends; beside a no the reasons for it, and till when they hold, are no doubt. */
function doubtsIn(clauses: Clause[], whys: Clause[]): Said[] {
  const isButNo = refusesAfterBut(clauses)
  const isOdd = ({ tag }: Said) => tag === '?' || (tag === 'but' && !isButNo)
  const others = clauses.filter((clause) => !whys.includes(clause))
  return [
    ...others.flatMap(({ left }) => left),
    ...clauses.flatMap((clause) => (isIdleBut(clause) ? [] : clause.said.filter(isOdd))),
    ...others.flatMap(({ said }) => said.filter(({ tag }) => tag === 'when')),
  ]
}

/** "... but thank you", "... but keep me in mind": a yes has no but beside it at all. */
function isIdleBut({ said: [first, ...said], votes, left }: Clause): boolean {
  const isPolite = ({ tag, text }: Said) => ['reason', 'sad', 'sorry'].includes(tag) || isSaidTo(text)
  const isPlain = ({ tag }: Said) => IDLE.has(tag)
  return first?.tag === 'but' && votes.size + left.length === 0 && said.some(isPolite) && said.every(isPlain)
}

const IDLE = new Set(['reason', 'sad', 'sorry', 'fill', 'pick', 'own'])

/** "Ok, no" refuses; "no, it's fine" may not. */
function agreesAfterNo(said: Said[]): Said[] {
  const no = said.findIndex(({ tag }) => tag === 'no')
  return said.filter(({ tag }, at) => tag === 'ok' && no >= 0 && at > no)
}

/** "Yes to all" beside the code or the day of one, "none" beside a day. */
function isTwofold(answer: string, tags: Set<string>, named: number): boolean {
  if (answer === 'none') return tags.has('offered')
  return answer === 'yes' && named === 1 && (tags.has('all') || tags.has('any'))
}

type Beside = { hasCode: boolean; isNamed: boolean; isOneOfSeveral: boolean; isButNo: boolean }

/**
 * A yes allows no regret, reason or but beside it; a no allows no joy, for joy may be irony. "ok" alone may only say
 * that the text was seen: it takes the offer where its code stands beside it. "is fine" says yes to a day that is
 * named, and so does "Friday then, please".
 */
function agree(votes: Clause['votes'], tags: Set<string>, beside: Beside): 'yes' | 'no' | 'none' | null {
  const { hasCode, isNamed } = beside
  const isYes = ['yes', 'love', 'pick'].some((vote) => votes.has(vote as Vote)) || (isNamed && votes.has('fits'))
  const refuses = refusalIn(votes, tags, beside)
  // "no, K7Q2 is fine"
  if (refuses) return isYes || votes.has('fits') || tags.has('glad') ? null : refuses
  const agrees = isYes || (votes.has('ok') && hasCode)
  return agrees && !COOL.some((tag) => tags.has(tag)) ? 'yes' : null
}

function refusalIn(votes: Clause['votes'], tags: Set<string>, beside: Beside): 'no' | 'none' | null {
  if (votes.has('none')) return 'none'
  return votes.has('no') || (votes.size === 0 && isExcuse(tags, beside)) ? 'no' : null
}

/**
 * "Sorry, I have a concert"; "I'm teaching that day"; "Friday I have a concert, Saturday works". "Sorry, in rehearsal"
 * may be so right now.
 */
function isExcuse(tags: Set<string>, { isOneOfSeveral, isButNo }: Beside): boolean {
  const isThen = tags.has('span') || tags.has('offered')
  const isSaidSo = isOneOfSeveral || isButNo || isThen || REGRETS.some((tag) => tags.has(tag))
  return isSaidSo && tags.has('reason') && !tags.has('not') && (tags.has('own') || isThen || isButNo)
}

const COOL = ['sad', 'reason', 'open', 'but']

/** "I'd love to, but I can't": what is wished before the but does not count. */
function refusesAfterBut(clauses: Clause[]): boolean {
  const at = clauses.findLastIndex(({ tags }) => tags.has('but'))
  if (at < 0) return false
  const before = clauses.slice(0, at).every(({ votes }) => !votes.has('yes') && !votes.has('none'))
  const excuses = ({ votes, tags, left }: Clause) =>
    votes.size === 0 && tags.has('reason') && (tags.has('open') || (left.length === 0 && !tags.has('when')))
  return before && clauses.slice(at).some((one) => refuses(one) || excuses(one))
}
