import { wordsOf } from '#src/reading/lexicon.ts'
import { answers, type Clause } from './read-clause.ts'
import type { Said } from './said.ts'
import { PLACES, UNDONE } from './twists.ts'

const MOST_REASON_WORDS = 8
export const REGRETS = ['sorry', 'sad']
const BARE = wordsOf('answer-twists', 'bare no')

/**
 * Beside a no: where one is, till when, what one has. Words nobody knows tell a reason only where the refusal is of
 * the offer itself ("can't make it"), or where the clause tells a known cause beside a bare no: "no, typo" is none.
 */
export function tellsWhy(clause: Clause, clauses: Clause[]): boolean {
  const { votes, tags, left } = clause
  const isBusy = tags.has('busy') && [...votes].every((vote) => vote === 'no')
  if (left.length > MOST_REASON_WORDS || !left.every(isOfReason)) return false
  if (votes.size > 0 && !isBusy) return goesOn(clause)
  const isCause = ['open', 'reason', 'busy'].some((tag) => tags.has(tag))
  const isTold = left.some(({ tag }) => tag === 'unknown') && !tags.has('when')
  if (!isCause && !isTold) return false
  if (isBusy && tags.has('span') && !tags.has('when')) return true
  return tellsBeside(clause, clauses)
}

function tellsBeside(clause: Clause, clauses: Clause[]): boolean {
  const { tags, left } = clause
  const isRegretted = clauses.some((other) => REGRETS.some((tag) => other.tags.has(tag)))
  const isSure = isRegretted || left.length === 0
  if (isSure && tags.has('reason') && !tags.has('when') && clauses.every(saysNothingElse)) return true
  const isThen = tags.has('span') || tags.has('offered')
  const isBacked = isSure || tags.has('reason') || (tags.has('open') && isThen)
  return clauses.some((other) => other !== clause && refuses(other) && (isBacked || isFirm(other)))
}

export function refuses({ votes }: Clause): boolean {
  return votes.has('no') || votes.has('none')
}

function isOfReason({ tag, text }: Said): boolean {
  return (tag === 'unknown' || tag === 'not') && !/^you/.test(text) && /^\p{L}[\p{L}'-]*$/u.test(text)
}

/** A refusal of the offer itself, that every word of is known; "no" may begin anything, "no K7Q2" does not. */
function isFirm({ said, left, tags }: Clause): boolean {
  return left.length === 0 && said.some((one) => answers(one) && (tags.has('code') || !BARE.has(one.text)))
}

/** "can't make it my car broke down"; but "no biggie", "can't be beaten" and "can't play my viola loud" do not. */
function goesOn({ said, votes, tags }: Clause): boolean {
  const head = said.findLastIndex((one) => one.tag !== 'unknown' && answers(one))
  const first = said.findIndex(({ tag }) => tag === 'unknown')
  const isNo = [...votes].every((vote) => vote === 'no' || vote === 'none')
  if (!isNo || head < 0 || first < head || tags.has('when')) return false
  const cause = said.findIndex((one, at) => at > head && at < first && isCauseWord(one))
  const isWhole = cause > head && !UNDONE.has(said[cause - 1]?.text ?? '')
  return isWhole && (tags.has('reason') || !said.every((one) => !answers(one) || BARE.has(one.text)))
}

function isCauseWord({ tag, text }: Said): boolean {
  return tag === 'reason' || tag === 'busy' || (tag === 'open' && !PLACES.has(text))
}

function saysNothingElse({ votes }: Clause): boolean {
  return [...votes].every((vote) => vote === 'love')
}
