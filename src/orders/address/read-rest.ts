import { loadLexicon, wordsOf } from '#src/reading/lexicon.ts'
import { numberWordAt } from '#src/reading/numbers/number-words.ts'
import { normalise } from '#src/reading/text.ts'
import { type Token, tokenise } from '#src/reading/tokens.ts'
import type { Finding, FoundAddress } from './find-addresses.ts'
import type { Judged } from './judge-piece.ts'
import { isSignature } from './recipient.ts'
import { isUnderstood } from './spoken.ts'
import { courtesy } from './words.ts'

export type Rest = {
  addresses: FoundAddress[]
  /** What is neither an address nor courtesy, as it was written. */
  notUnderstood: string[]
  /** Names and numbers that are part of no address: the missing piece, where one was asked for. */
  places: string[]
  /** What is left over may change the order. */
  isChange: boolean
  /** The customer gives up the order. */
  givesUp: boolean
  /** An address elsewhere is meant: the one of last time, in the signature, behind a link to a map. */
  isAbout: 'earlier' | 'signature' | 'map' | null
}

const elsewhere = loadLexicon('elsewhere')
const map = /https?:\/\/\S{0,200}(?:map|goo\.gl|what3words|plus\.codes|pin|loc)/i

/** What a mail says beside the address: nothing is left over, or a person is shown what. */
export function readRest({ addresses, rest }: Finding, text: string): Rest {
  const sentences = sentencesOf(text)
  const left = leftOver(rest, addresses, text)
  const places = rest.filter((one) => !one.isProse && !one.isReach && !one.piece.isAsked).map((one) => one.text)
  return {
    addresses,
    notUnderstood: [...new Set(left.map(({ piece }) => piece.text.trim()))].filter(Boolean).slice(0, 12),
    places: places.slice(0, 4),
    isChange: left.some(({ piece }) => mayChange(piece.tokens)),
    givesUp: sentences.some(isGivingUp) || isStop(text),
    isAbout: aboutOf(sentences, text),
  }
}

function leftOver(rest: readonly Judged[], addresses: readonly FoundAddress[], text: string): Judged[] {
  const lastLine = rest.at(-1)?.piece.line
  return rest.filter((one) => {
    if (one.isReach || one.text.trim() === '') return false
    if (isUnderstood(one.piece.tokens) && !one.piece.isAsked) return false
    const isLast = one.piece.line === lastLine && !goesOn(one, addresses, text)
    return !(isSignature(one) && (isLast || isNameOf(one, addresses)))
  })
}

/** "28013 Madrid, Comunidad": a place may follow the address behind a comma, where nobody signs. */
function goesOn({ text: one }: Judged, addresses: readonly FoundAddress[], text: string): boolean {
  return addresses.some(({ lines }) => text.includes(`${lines.at(-1)}, ${one}`))
}

function mayChange(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ kind, text }, at) =>
      kind === 'number' ||
      courtesy.at(tokens, at)?.value.meaning === 'change' ||
      (text.length <= 30 && numberWordAt(tokens, at) !== null),
  )
}

/**
 * "Yes, that's right, thanks!" to "did you mean ...?": clear only where every word is known. `names`: the customer's
 * own, with which one signs.
 */
export function saysYes(text: string, names: readonly string[] = []): boolean {
  if (/[?？؟\d]/.test(text)) return false
  const known = new Set(names.flatMap((name) => tokenise(normalise(name).text).map((token) => token.text)))
  const tokens = tokenise(normalise(text).text).filter((token) => !known.has(token.text))
  const agrees = tokens.some((_, at) => elsewhere.at(tokens, at)?.value.meaning === 'yes')
  return agrees && tokens.every(({ kind }) => kind !== 'number') && isUnderstood(tokens)
}

function isNameOf({ text }: Judged, addresses: readonly FoundAddress[]): boolean {
  return addresses.some(({ recipient }) => recipient?.toLowerCase().includes(text.trim().toLowerCase()))
}

type Sentence = { tokens: Token[]; isAsked: boolean }

function sentencesOf(text: string): Sentence[] {
  return (text.slice(0, 6_000).match(/[^\n.!?。？！¿]+[.!?。？！]*/gu) ?? []).map((one) => ({
    tokens: tokenise(normalise(one).text),
    isAsked: /[?？؟]/.test(one),
  }))
}

/** "Please cancel my order", but no "don't cancel", no "can I still cancel later?". */
function isGivingUp({ tokens, isAsked }: Sentence): boolean {
  const isCancel = (_: Token, index: number) => cancelsAt(tokens, index)
  const at = tokens.findIndex(isCancel)
  if (at < 0) return false
  // "I don't want to cancel"
  const next = courtesy.at(tokens, at)?.next ?? tokens.length
  const leadsOn = tokens.slice(next, next + 2).some(({ text }) => text === 'to')
  if (leadsOn && tokens.some((token, index) => index >= next && isCancel(token, index))) return false
  const before = tokens.slice(0, at).map(({ text }) => text)
  // "Don't, under any circumstances, cancel": what a no reaches to is not told by commas.
  const isUndone =
    before.some((word) => notWords.has(word)) ||
    before.slice(-2).some((word) => nearNots.has(word)) ||
    tokens.some(({ text }) => ifWords.has(text))
  if (isUndone) return false
  return !isAsked || before.some((word) => wishes.has(word))
}

/** "I back out of this" gives up an order, "of this driveway" and what a van backs out of do not. */
function cancelsAt(tokens: readonly Token[], at: number): boolean {
  const found = courtesy.at(tokens, at)
  if (found?.value.meaning !== 'cancel at the end') return found?.value.meaning === 'cancel'
  const isEnd = !tokens.slice(found.next).some(({ kind }) => kind === 'word')
  return isEnd && tokens.slice(0, at).some(({ text }) => MINE.test(text))
}

const MINE = /^(?:i|we)(?:'|$)/

/** Three words, however long. */
const MOST_OF_STOP = 120

const notWords = wordsOf('mail-words', 'not')
/** "I can't wait, please cancel" does: these reach to the next words only. */
const nearNots = wordsOf('mail-words', 'not near')
const ifWords = wordsOf('mail-words', 'if')
const wishes = wordsOf('mail-words', 'wishes')

function isStop(text: string): boolean {
  if (text.trim().length > MOST_OF_STOP) return false
  const tokens = tokenise(normalise(text).text).filter(({ kind }) => kind === 'word')
  return tokens.length <= 3 && tokens.some((_, at) => courtesy.at(tokens, at)?.value.meaning === 'cancel alone')
}

function aboutOf(sentences: readonly Sentence[], text: string): Rest['isAbout'] {
  if (map.test(text)) return 'map'
  for (const { tokens, isAsked } of sentences) {
    if (isAsked) continue
    for (let at = 0; at < tokens.length; at += 1) {
      const meaning = elsewhere.at(tokens, at)?.value.meaning
      if (meaning === 'earlier' || meaning === 'signature') return meaning
    }
  }
  return null
}
