import { loadLexicon } from '#src/reading/lexicon.ts'
import { pieceOf, type Text } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import { isEnd, isGreeting, nameAfterGreeting, answerWords as words } from './greetings.ts'
import { joinCodes } from './join-codes.ts'
import type { OfferWords } from './offered-words.ts'
import type { Said } from './said.ts'
import type { Span } from './spans.ts'
import { putOff } from './twists.ts'

const MODALS = new Set(['will', 'can'])
/** "no rehearsal", "no sessions": what is not there. */
const NOUNS = ['reason', 'them']
const short = loadLexicon('contractions')

/** What is said, word by word: what names an offer, what lasts over all of them, and else what the lexicon says. */
export function listen(text: Text, offered: OfferWords, spans: readonly Span[]): Said[] {
  const whole = inOneWay(joinCodes(tokenise(text.text), offered.lexicon))
  const tokens = whole.flatMap((token) => withIs(token, offered))
  const said: Said[] = []
  for (let at = 0; at < tokens.length; ) {
    const { next, ...what } = spanAt(tokens, at, spans) ??
      namedAt(text, tokens, at, offered) ?? {
        ...tagOf(text, tokens, at),
        next: nameAfterGreeting(text, tokens, at) ?? wordAt(tokens, at)?.next ?? at + 1,
      }
    const [first, last] = [tokens[at], tokens[next - 1]]
    if (first && last) said.push({ ...what, start: first.start, end: last.end })
    at = next
  }
  return said.map(putOff).map(asked).map(chosen)
}

/** "i am" and "im" as "i'm". */
function inOneWay(tokens: readonly Token[]): Token[] {
  const same: Token[] = []
  for (let at = 0; at < tokens.length; ) {
    const [token, full] = [tokens[at], short.at(tokens, at)]
    const next = full?.next ?? at + 1
    if (token) same.push(full ? { ...token, text: full.value.meaning, end: tokens[next - 1]?.end ?? token.end } : token)
    at = next
  }
  return same
}

/** "thursday's" as "thursday is". */
function withIs(token: Token, { lexicon }: OfferWords): Token[] {
  const named = token.text.endsWith("'s") ? token.text.slice(0, -2) : ''
  if (!lexicon.get(named)) return [token]
  return [
    { ...token, text: named, end: token.end - 2 },
    { ...token, text: 'is', start: token.end - 1 },
  ]
}

function spanAt(tokens: readonly Token[], at: number, spans: readonly Span[]) {
  const span = spans.find(({ start }) => start === tokens[at]?.start)
  if (!span) return null
  const after = tokens.findIndex(({ start }) => start >= span.end)
  return { tag: 'span', text: span.text, next: after < 0 ? tokens.length : after }
}

/** A word of an offer, unless a longer one of ours begins there. */
function namedAt(text: Text, tokens: readonly Token[], at: number, { lexicon, codesOf }: OfferWords) {
  const { kind, text: code = '' } = tokens[at] ?? {}
  if (isGreeting(text, tokens, at)) return null
  if (kind === 'number' && lexicon.get(code)?.meaning === 'code')
    return { tag: 'code', text: code, offers: codesOf.get(code), next: at + 1 }
  const named = lexicon.at(tokens, at)
  const isOurs = (words.at(tokens, at)?.next ?? 0) > (named?.next ?? 0)
  if (!named || isOurs || named.value.meaning === 'code') return null
  const { word } = named.value
  return { tag: 'offered', text: word, offers: codesOf.get(word), next: named.next }
}

/**
 * "will Friday work" and "no rehearsal that day" say neither; "you can count me in" asks nothing; "go ahead n book me"
 * refuses nothing.
 */
function asked(one: Said, at: number, said: Said[]): Said {
  const next = said[at + 1]?.tag
  if (one.text === 'or' && isDeniedPair(said, at)) return { ...one, tag: 'fill', text: 'and' }
  const isAsked = (MODALS.has(one.text) && next === 'offered') || (one.text === 'no' && NOUNS.includes(next ?? ''))
  if (isOfOffer(one, at, said)) return { ...one, tag: 'fill' }
  const isBetween = one.text === 'n' && [said[at - 1]?.tag, next].every((tag) => tag && !['end', 'code'].includes(tag))
  if (isBetween || (one.text === 'you can' && next === 'yes')) return { ...one, tag: 'fill' }
  return isAsked ? { ...one, tag: '?' } : one
}

/** "Monday it is" and "see you Monday" agree; "Monday it is?" does not. */
function chosen(one: Said, at: number, said: Said[]): Said {
  const isChoice = one.text === "it's" && said[at - 1]?.tag === 'offered' && (said[at + 1]?.tag ?? 'end') === 'end'
  return isChoice || (MEETS.has(one.text) && said[at + 1]?.tag === 'offered') ? { ...one, tag: 'yes' } : one
}

const MEETS = new Set(['see you', 'see ya'])

/** "Is that ..." asks; "my recital is that day" does not. */
function wordAt(tokens: readonly Token[], at: number) {
  const found = words.at(tokens, at)
  const isSaid = /^(?:is|are|was) /.test(found?.value.word ?? '') && found?.value.meaning === '?'
  return isSaid && words.at(tokens, at - 1)?.value.meaning === 'reason' ? null : found
}

/** "can't do Saturday or Sunday" */
function isDeniedPair(said: Said[], at: number): boolean {
  const isBetween = [said[at - 1], said[at + 1]].every((one) => one?.tag === 'offered')
  return isBetween && said.slice(0, at).some(({ tag }) => tag === 'not' || tag === 'cant')
}

/** "the bass gig", "for the viola part"; "I have a bass gig", "I play the Saturday show" are reasons. */
function isOfOffer({ text }: Said, at: number, said: Said[]): boolean {
  const [the, named] = said.slice(Math.max(0, at - 2), at)
  const isNamed = named?.tag === 'offered' && (OF_OFFER.test(named.text) || the?.text === 'the' || the?.text === 'this')
  return (
    isNamed &&
    ['gig', 'date', 'part', 'slot', 'show', 'recording', 'job'].includes(text) &&
    !said.some((one, place) => isHad(one) || isOwnDoing(said, place))
  )
}

const OF_OFFER = /^(?:on|for) the /
const isHad = ({ tag, text }: Said) => tag !== 'fill' && /^(?:have|got|had|i've|i'm)(?: |$)/.test(text)

/** "I play", "do the", unless it is what they can, will or would love to do. */
function isOwnDoing(said: Said[], at: number): boolean {
  const [before, one] = [said[at - 1], said[at]]
  const isMeant = ['can', 'will', 'love', 'work'].includes(before?.tag ?? '') || / to$|'ll$/.test(before?.text ?? '')
  return DOING.test(one?.text ?? '') && !isMeant
}

const DOING = /^(?:do|play|lead|perform|record|cover|attend|join|take|make|come|run|host|conduct|sing)(?: |$)/

type Tag = Pick<Said, 'tag' | 'text'>

function tagOf(text: Text, tokens: readonly Token[], at: number): Tag {
  const token = tokens[at]
  if (!token) return { tag: 'end', text: '' }
  const entry = wordAt(tokens, at)?.value ?? stretched(token)
  if (entry?.meaning === 'part of the day')
    return { tag: isGreeting(text, tokens, at) ? 'fill' : 'when', text: entry.word }
  if (entry) return { tag: isIf(text, tokens, at) ? '?' : entry.meaning, text: entry.word }
  if (isEnd(token)) return { tag: 'end', text: token.text }
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
