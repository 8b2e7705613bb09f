import { isSaidTo } from './asides.ts'
import { type Decided, decideAnswer } from './decide-answer.ts'
import type { Offered } from './offered-words.ts'
import { answers, cutClauses, offersIn } from './read-clause.ts'
import { OF_ALL, type Said } from './said.ts'
import { REGRETS } from './tell-why.ts'

/** What each offer gets, by its code. */
export type Given = Record<string, 'yes' | 'no'>
type DecidedAll = { answer: Decided['answer'] | 'each'; each: Given | null; left: Said[] }

/** One answer to one offer or to all of them, or to each its own: "Yes K7Q2, no P4X9", "Friday works, not Saturday". */
export function decideAnswers(said: Said[], offered: readonly Offered[]): DecidedAll {
  const named = offersIn(said)
  if (named && named.length < 2) return toAll(said, offered)
  const given = partsOf(said).map(decidePart)
  const each: Given = {}
  for (const { codes, answer } of given) {
    for (const code of codes) {
      if (answer === null || (each[code] ?? answer) !== answer) return unclear(said)
      each[code] = answer
    }
  }
  const all = new Set(Object.values(each))
  if (!given.every((part, at) => isBeside(part, given[at + 1], all))) return unclear(said)
  const [answer = 'unclear'] = all
  return { answer: all.size > 1 ? 'each' : answer, each, left: [] }
}

function unclear(left: Said[]): DecidedAll {
  return { answer: 'unclear', each: null, left }
}

const COUNTS = Object.entries({ both: 2, amb: 2, three: 3, four: 4 })

/**
 * "both" of two that are asked is each of them; "yes to all" is, too, and who is away over all of them can come to
 * none. Where only one is asked nobody counts.
 */
function toAll(said: Said[], offered: readonly Offered[]): DecidedAll {
  const asked = offered.filter(({ isPast }) => !isPast).map(({ code }) => code)
  const decided = decideAnswer(asked.length === 2 ? said.map(asNeither) : said)
  const isAway = decided.answer === 'no' && said.some(({ text }) => text === OF_ALL)
  if (isAway && asked.length > 1 && !said.some(({ offers }) => offers))
    return { ...decided, answer: 'none', each: null }
  const every = said.find(({ tag }, at) => tag === 'all' && !isAddressed(said, at))
  if (!every || asked.length < 2) return { ...decided, each: null }
  const count = COUNTS.find(([word]) => every.text.includes(word))?.[1]
  const isAlone =
    count !== undefined && said.every(({ tag }) => ['all', 'fill', 'end', 'glad', 'pick', 'them'].includes(tag))
  if (decided.answer !== 'yes' && !isAlone) return { ...decided, each: null }
  if (count !== undefined && count !== asked.length) return unclear(said)
  return { answer: 'yes', each: Object.fromEntries(asked.map((code) => [code, 'yes'])), left: [] }
}

/** "Hi both!", "thanks all": whom it is said to. "Thanks, both work" is not. */
function isAddressed(said: Said[], at: number): boolean {
  const before = said.slice(0, at).findLast(({ tag }) => tag !== 'end')
  if (!before || !isSaidTo(before.text)) return false
  const ends = said.findIndex(({ tag }, i) => i > at && tag === 'end')
  return before === said[at - 1] || !said.slice(at, ends < 0 ? undefined : ends).some(answers)
}

/** "can't do either", of two. */
function asNeither(one: Said, at: number, said: Said[]): Said {
  const isDenied = said.slice(0, at).some(({ tag }) => tag === 'not' || tag === 'cant')
  return isDenied && one.text === 'either' ? { ...one, tag: 'any' } : one
}

/** The text in parts with an answer and its offers; what has only one of the two joins the other kind beside it. */
function partsOf(said: Said[]): Said[][] {
  const isNamedFirst = said.find((one) => one.offers || answers(one))?.offers !== undefined
  const parts: Said[][] = []
  for (const piece of cutClauses(said).map(withoutBut).flatMap(cutBetween)) {
    const last = parts.at(-1)
    const [names, says] = isNamedFirst ? [last, piece] : [piece, last]
    const isOne = names?.some(({ offers }) => offers) && !names.some(answers) && says?.some(answers)
    if (last && isOne && !says?.some(({ offers }) => offers)) parts.splice(-1, 1, [...last, ...piece])
    else if (piece.length > 0) parts.push(piece)
  }
  return parts
}

function withoutBut(clause: Said[]): Said[] {
  return clause[0]?.tag === 'but' ? clause.slice(1) : clause
}

/** "yes K7Q2 no P4X9", "Friday yes Saturday no": in one clause, where it begins again. */
function cutBetween(clause: Said[]): Said[][] {
  const marks = clause.flatMap((one, at) =>
    one.offers || answers(one) ? [{ at, isName: one.offers !== undefined }] : [],
  )
  const isNamedFirst = marks[0]?.isName
  const cuts = marks.flatMap(({ isName }, i) => {
    const before = marks[i - 1]
    const begins = before && isName === isNamedFirst && before.isName !== isName
    return begins && (isName || marks.slice(i).some((one) => one.isName)) ? [before.at + 1] : []
  })
  return [0, ...cuts].map((from, i) => clause.slice(from, cuts[i]))
}

type Part = { said: Said[]; codes: string[]; answer: 'yes' | 'no' | null }

/** Nobody takes two offers by a word that fits both; "not Saturday" beside another's yes is a no. */
function decidePart(said: Said[]): Part {
  const isNot = said.filter(answers).every(({ tag }) => tag === 'not')
  const { answer } = decideAnswer(
    isNot ? said.map((one) => (one.tag === 'not' ? { ...one, tag: 'no' } : one)) : said,
    true,
  )
  const named = offersIn(said)
  const isPlain = answer === 'no' || (answer === 'yes' && named?.every(({ size }) => size === 1))
  const codes = said.flatMap(({ offers }) => [...(offers ?? [])])
  if (answer === 'yes' && isRegretBetween(said)) return { said, codes, answer: null }
  return { said, codes: named?.flatMap((one) => [...one]) ?? codes, answer: named && isPlain ? answer : null }
}

/** "yes K7Q2 sorry P4X9" */
function isRegretBetween(said: Said[]): boolean {
  const [first, last] = [said.findIndex(({ offers }) => offers), said.findLastIndex(({ offers }) => offers)]
  return said.slice(first, last).some(({ tag }) => REGRETS.includes(tag))
}

/** What names no offer is a yes or no before the same, or courtesy that fits one of the answers. */
function isBeside({ said, codes, answer }: Part, next: Part | undefined, all: Set<string>): boolean {
  if (codes.length > 0) return true
  if (said.some(answers)) return answer !== null && next?.codes.length !== 0 && next?.answer === answer
  const fits: Record<string, boolean> = { fill: true, sorry: all.has('no'), sad: all.has('no'), glad: all.has('yes') }
  return said.every(({ tag }) => fits[tag])
}
