import { readReplySource } from '#src/mail/reply-source.ts'
import {
  addressesTheMachine,
  asksMore,
  cancelsWholeOrder,
  refersToEarlier,
  saysCancel,
  sentences,
  soundsAutomatic,
  soundsBounced,
} from '#src/mail/reply-wording.ts'
import { stripQuotes } from '#src/mail/strip-quotes.ts'
import { stripSignature } from '#src/mail/strip-signature.ts'
import { chooseAddress, distinct } from './address/choose.ts'
import { type Address, type Found, findAddresses, readAddress } from './address/read-address.ts'

export { type Address, readAddress }

export type ReplyKind = 'address' | 'question' | 'auto_reply' | 'bounce' | 'cancel' | 'two_addresses' | 'partial'

/** `missing` is for `partial`: street, city, region, postcode. `alsoAsks`: something besides the address wants an answer. */
export type ReplyReading = {
  kind: ReplyKind
  hasAddress: boolean
  address: Address | null
  addresses: Address[]
  missing: string[]
  replyText: string
  why: string
  alsoAsks: boolean
}

const maxLength = 200_000
const pointsToSignature =
  /\b(?:signature|below my name|sig|firma|signatur|unterschrift|assinatura|handtekening|sahihi)\b/iu
const pointsToMap = /https?:\/\/\S{0,200}(?:map|goo\.gl|what3words|plus\.codes|pin|loc)/i

/**
 * Reads a customer's answer to "where shall we send it?" by rules alone: what the customer wrote now (without quotes,
 * signature, footer), what kind of answer it is, and the address in it, components as written. `raw` is plain text,
 * HTML or a whole MIME message. Deterministic; never throws; text that speaks to a machine changes nothing.
 */
export async function readAddressReply(raw: string): Promise<ReplyReading> {
  const source = await readReplySource(raw.slice(0, maxLength))
  if (source.isBounce) return reading('bounce', '', 'The mail could not be delivered.')
  const { body, signature } = stripSignature(stripQuotes(source.text))
  if (source.isAuto) return reading('auto_reply', body, 'An automatic answer, not written by the customer.')
  if (body.length < 20_000 && soundsBounced(body)) return reading('bounce', '', 'The mail could not be delivered.')
  return readWritten(body, signature)
}

function readWritten(body: string, signature: string): ReplyReading {
  if (cancelsWholeOrder(body)) return reading('cancel', body, 'The customer gives up the order.')
  const found = distinct(findAddresses(readable(body)))
  const whole = found.filter((one) => one.missing.length === 0)
  if (whole.length > 1) return several(whole, body)
  const [only] = whole
  if (only) return complete(only, body)
  if (soundsAutomatic(body)) return reading('auto_reply', body, 'An automatic answer, not written by the customer.')
  if (saysCancel(body)) return reading('cancel', body, 'The customer gives up the order.')
  return fromSignature(body, signature) ?? incomplete(found, body)
}

/** Lines that speak to a machine are not the customer's address. */
function readable(body: string): string {
  return body
    .split('\n')
    .map((line) => (addressesTheMachine(line) ? 'please ignore this line' : line))
    .join('\n')
}

function several(whole: Found[], body: string): ReplyReading {
  const recipient = whole.find((one) => one.address.recipient !== null)?.address.recipient ?? null
  const addresses = whole.map((one) => ({ ...one.address, recipient: one.address.recipient ?? recipient }))
  const chosen = chooseAddress(whole, body)
  const address = addresses[whole.findIndex((one) => one.address === chosen)] ?? null
  const why = address
    ? 'Two addresses; the text says which one to use.'
    : 'Two addresses; the text does not say which one to use.'
  return { ...reading('two_addresses', body, why), hasAddress: true, address, addresses, alsoAsks: alsoAsks(body) }
}

function complete(only: Found, body: string): ReplyReading {
  const asks = alsoAsks(body)
  const why = asks ? 'A full address, and the customer asks for something else too.' : 'A full address.'
  return {
    ...reading('address', body, why),
    hasAddress: true,
    address: only.address,
    addresses: [only.address],
    alsoAsks: asks,
  }
}

/** "Use the address in my signature": only then is the signature read. */
function fromSignature(body: string, signature: string): ReplyReading | null {
  if (signature === '' || !pointsToSignature.test(body)) return null
  // Of a signature only the name and the lines with numbers are the address; titles and firms are not asked for.
  const lines = signature.split('\n').filter((line, at) => at === 0 || /\d/.test(line))
  const found = findAddresses(lines.join('\n')).find((one) => one.missing.length === 0)
  return found ? { ...complete(found, body), why: 'The customer points to the address in the signature.' } : null
}

const nothing: Address = {
  recipient: null,
  line1: null,
  line2: null,
  city: null,
  region: null,
  postcode: null,
  country: null,
}

function incomplete(found: Found[], body: string): ReplyReading {
  // A street or town named inside a question ("do you ship to Ohio?") is not an answer.
  const stated = distinct(findAddresses(readable(withoutQuestions(body)))).filter(isTold)
  const best = stated.reduce<Found | null>(
    (kept, one) => (kept === null || one.missing.length < kept.missing.length ? one : kept),
    null,
  )
  if (best) return partial(best.address, best.missing, body)
  if (pointsToMap.test(body) || refersToEarlier(body)) return partial(nothing, ['street', 'city', 'postcode'], body)
  const why =
    found.length > 0 ? 'A place is named, but only within a question.' : 'No address; someone should read and answer.'
  return { ...reading('question', body, why), alsoAsks: true }
}

function withoutQuestions(body: string): string {
  const asked = new Set(sentences(body).filter((one) => /[?？؟]\s*\S{0,3}$/.test(one)))
  return body
    .split('\n')
    .map((line) =>
      line
        .split(/(?<=[.!?。？！])\s+/)
        .filter((part) => !asked.has(part.trim().slice(0, 500)))
        .join(' '),
    )
    .join('\n')
}

/** Enough to say that an address was begun: a street, a postcode, or a town on a line of its own. */
function isTold({ address, isStrong }: Found): boolean {
  if (address.postcode !== null || address.region !== null) return true
  if (address.line1 !== null && (isStrong || address.city !== null)) return true
  return address.city !== null
}

function partial(address: Address, missing: string[], body: string): ReplyReading {
  const why = `Part of an address; missing: ${missing.join(', ')}.`
  return { ...reading('partial', body, why), address, missing, alsoAsks: alsoAsks(body) }
}

function alsoAsks(body: string): boolean {
  return asksMore(body)
}

function reading(kind: ReplyKind, replyText: string, why: string): ReplyReading {
  return { kind, hasAddress: false, address: null, addresses: [], missing: [], replyText, why, alsoAsks: false }
}
