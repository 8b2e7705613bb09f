import type { FoundAddress } from './find-addresses.ts'

export type ReplyKind = 'address' | 'question' | 'auto_reply' | 'bounce' | 'cancel' | 'two_addresses' | 'partial'

export type ReplyReading = {
  kind: ReplyKind
  hasAddress: boolean
  /** The address, or what there is of one; of two the one the words point to, if they do. */
  address: FoundAddress | null
  addresses: FoundAddress[]
  replyText: string
  why: string
  /** Pieces of the mail that are neither address nor courtesy: a person should look. */
  notUnderstood: string[]
  /** What is left over may change the order. */
  isChange: boolean
  /** Every line of the mail is quoted: nobody can say for certain whose words they are. */
  isQuoted: boolean
  /** Names and numbers that are part of no address: the missing piece, where one was asked for. */
  places: string[]
}

/** Something is said of an address, and none of it is there. */
export const nowhere: FoundAddress = {
  recipient: null,
  lines: [],
  country: null,
  missing: ['street', 'town', 'postcode'],
  isOther: false,
  isAsked: false,
}

export function several(whole: FoundAddress[], text: string, notUnderstood: string[]): ReplyReading {
  const recipient = whole.find((one) => one.recipient !== null)?.recipient ?? null
  const addresses = whole.map((one) => ({ ...one, recipient: one.recipient ?? recipient }))
  const meant = addresses.filter(({ isOther }) => !isOther)
  const chosen = meant.length === 1 && meant[0] ? meant[0] : null
  const why = chosen ? 'Two addresses; one of them is said to be another.' : 'Two addresses.'
  return { ...reading('two_addresses', text, why, notUnderstood), hasAddress: true, address: chosen, addresses }
}

export function complete(only: FoundAddress, text: string, notUnderstood: string[]): ReplyReading {
  const why = notUnderstood.length > 0 ? 'A full address, and the customer says something else too.' : 'A full address.'
  return { ...reading('address', text, why, notUnderstood), hasAddress: true, address: only, addresses: [only] }
}

export function partial(address: FoundAddress, text: string, notUnderstood: string[]): ReplyReading {
  const why = `Part of an address; missing: ${address.missing.join(', ')}.`
  return { ...reading('partial', text, why, notUnderstood), address, addresses: [address] }
}

export function reading(kind: ReplyKind, replyText: string, why: string, notUnderstood: string[] = []): ReplyReading {
  return {
    kind,
    hasAddress: false,
    address: null,
    addresses: [],
    replyText,
    why,
    notUnderstood,
    isChange: false,
    isQuoted: false,
    places: [],
  }
}
