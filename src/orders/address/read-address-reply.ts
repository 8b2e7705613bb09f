import { quotesServer, saysAway, soundsAutomatic } from '#src/reading/automatic.ts'
import { readForward, stripForwardHead, stripQuotes } from '#src/reading/quotes.ts'
import { type Reply, readReply } from '#src/reading/reply.ts'
import { addressesTheMachine } from '#src/reading/to-machine.ts'
import { isSignatureOfAway, standsAboveAway, standsBelowAway } from './away.ts'
import { type Finding, type FoundAddress, findAddresses } from './find-addresses.ts'
import { type Rest, readRest } from './read-rest.ts'
import { complete, nowhere, partial, type ReplyReading, reading, several } from './told-reply.ts'

export type { FoundAddress } from './find-addresses.ts'
export type { ReplyReading } from './told-reply.ts'

const AUTOMATIC = 'An automatic answer, not written by the customer.'
const AWAY = 'An absence note and a part of an address; someone should read it.'
const MOST_CHARS = 6_000
const MOST_END = 2_000
const CAPPED = 'a long mail: only its start and its end were read'

/**
 * Reads a customer's answer to "where shall we send it?" by rules alone: what the customer wrote now, what kind of
 * answer it is, and which lines are the address (unsplit: Google does the splitting). Kinds by headers first, words
 * after; a whole address is never dropped for its subject. `raw` is plain text, HTML or a whole MIME message.
 * Deterministic; never throws; text that speaks to a machine changes nothing. `ours`: the address our own mails come
 * from: one of those that is sent back below a whole address is not read.
 */
export async function readAddressReply(raw: string, ours: string | null = null): Promise<ReplyReading> {
  const known = new Map<string, Finding>()
  const find = (text: string) => {
    const found = known.get(text) ?? findInParts(text)
    known.set(text, found)
    return found
  }
  const whole = await readReply(raw, (text) => find(text).addresses.some(({ missing }) => missing.length === 0))
  const forward = readForward(whole.text)
  const isAbove = forward !== null && find(forward.above).addresses.some(({ missing }) => missing.length === 0)
  const isOurs = ours !== null && forward?.sender === ours.toLowerCase()
  const reply = { ...whole, text: isAbove && isOurs ? forward.above : stripForwardHead(whole.text) }
  const { message, text } = reply
  if (message?.isBounce) return reading('bounce', '', 'The mail could not be delivered.')
  if (message?.isAuto) return reading('auto_reply', text, AUTOMATIC)
  if (reply.isOnlyQuote) return readQuoted(reply, find)
  const read = readWritten(reply, message?.subject ?? '', find(text))
  // A mail of ours that is sent back holds our own address: a person looks at what is forwarded.
  return forward !== null && !isAbove && read.hasAddress ? { ...read, isQuoted: true } : read
}

/** A program that quotes the writer's own words: what stands in them is kept, and someone looks. */
function readQuoted(reply: Reply, find: (text: string) => Finding): ReplyReading {
  const text = reply.text.replace(/^[ \t]{0,3}>[ \t]?/gm, '').trim()
  const why = 'Nothing but quoted lines; someone should read it.'
  if (stripQuotes(text) !== text) return { ...reading('question', '', why, [reply.text]), isQuoted: true }
  const read = readWritten({ ...reply, text }, '', find(text))
  return { ...read, why, notUnderstood: [...read.notUnderstood, text], isQuoted: true }
}

/** Of a long letter the start and the end are read: an address stands in one of them. */
function findInParts(text: string): Finding {
  if (text.length <= MOST_CHARS) return findAddresses(readable(text))
  const [start, end] = [text.slice(0, MOST_CHARS), text.slice(-MOST_END)].map((part) => findAddresses(readable(part)))
  const all = [start, end].flatMap((found) => found ?? [])
  return { addresses: all.flatMap(({ addresses }) => addresses), rest: all.flatMap(({ rest }) => rest) }
}

function readWritten(reply: Reply, subject: string, found: Finding): ReplyReading {
  const rest = readRest(found, reply.text)
  if (reply.truncated || reply.text.length > MOST_CHARS) rest.notUnderstood.push(CAPPED)
  return { ...decideKind(reply, subject, rest), isChange: rest.isChange, places: rest.places }
}

function decideKind({ text, signature }: Reply, subject: string, rest: Rest): ReplyReading {
  const { addresses, notUnderstood, givesUp, isAbout } = rest
  const whole = addresses.filter(({ missing }) => missing.length === 0)
  if (givesUp) {
    const why = 'The customer gives up the order.'
    const [address = null] = whole
    return { ...reading('cancel', text, why, notUnderstood), hasAddress: address !== null, address, addresses: whole }
  }
  if (whole.length > 0) return withWhole(whole, text, rest)
  if (quotesServer(text)) return reading('bounce', '', 'The mail could not be delivered.')
  const told = addresses.filter(({ isAsked, isOther }) => !isAsked && !isOther)
  const left = notUnderstood.length > 0 ? notUnderstood : [text]
  if (soundsAutomatic(subject)) return reading('auto_reply', text, AUTOMATIC)
  if (saysAway(text)) return readAway(told, text, left)
  const signed = signedWith(signature, text, rest)
  if (signed) return signed
  const best = told.toSorted((one, other) => one.missing.length - other.missing.length)[0]
  if (best) return partial(best, text, notUnderstood)
  if (isAbout) return partial(nowhere, text, notUnderstood)
  return reading('question', text, whyNone(addresses), [...notUnderstood, ...notMeant(addresses)])
}

/** No program begins with a part of an address; below its note it signs with one, or a person gives it. */
function readAway(told: FoundAddress[], text: string, left: string[]): ReplyReading {
  const above = told.find((one) => standsAboveAway(one, text))
  if (above) return partial(above, text, left)
  const isMeant = told.some((one) => standsBelowAway(one, text) && !isSignatureOfAway(one, text))
  return isMeant ? reading('question', text, AWAY, left) : reading('auto_reply', text, AUTOMATIC)
}

function whyNone(addresses: FoundAddress[]): string {
  if (addresses.length === 0) return 'No address; someone should read it.'
  return addresses.some(({ isOther }) => isOther)
    ? 'The only address is one that is not meant.'
    : 'A place is named, but only within a question.'
}

function notMeant(addresses: FoundAddress[]): string[] {
  return addresses.filter(({ isOther }) => isOther).flatMap(({ lines }) => lines)
}

function withWhole(whole: FoundAddress[], text: string, { addresses, notUnderstood }: Rest): ReplyReading {
  const [only, more] = whole
  if (!only || more) return several(whole, text, notUnderstood)
  if (isSignatureOfAway(only, text)) return reading('auto_reply', text, AUTOMATIC)
  const others = addresses.filter((one) => one !== only && !one.isOther).flatMap(({ lines }) => lines)
  return complete(only, text, [...notUnderstood, ...others, ...(only.isOther ? only.lines : [])])
}

/** Lines that speak to a machine are not the customer's address. */
function readable(body: string): string {
  return body
    .split('\n')
    .map((line) => (addressesTheMachine(line) ? '' : line))
    .join('\n')
}

function signedWith(signature: string, text: string, { isAbout, addresses, notUnderstood }: Rest): ReplyReading | null {
  const isUnsaid = isAbout === null && addresses.length === 0 && notUnderstood.length === 0
  return isAbout === 'signature' || isUnsaid ? fromSignature(signature, text, isUnsaid) : null
}

/**
 * "Use the address in my signature", or "Here you go!" with no other: there `isUnsaid` and a person looks. Titles and
 * firms in it are not asked for.
 */
function fromSignature(signature: string, text: string, isUnsaid: boolean): ReplyReading | null {
  const lines = signature.split('\n').filter((line, at) => at === 0 || /\d/.test(line))
  const found = findAddresses(lines.join('\n')).addresses.find(({ missing }) => missing.length === 0)
  if (!found) return null
  const why = isUnsaid
    ? 'The only address is in the signature.'
    : 'The customer points to the address in the signature.'
  return { ...complete(found, text, isUnsaid ? ['the address stands in the signature'] : []), why }
}
