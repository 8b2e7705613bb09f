import type { Message, MessageStatus, TwilioState } from './state.ts'

export type TwilioView = {
  /** Our numbers. */
  numbers: string[]
  phones: PhoneView[]
}
export type PhoneView = { number: string; stopped: boolean; texts: TextView[] }
export type TextView = {
  sid: string
  /** Written by this phone's owner. */
  own: boolean
  /** The number at the other end. */
  with: string
  text: string
  at: Date
  status: MessageStatus
}

/** Every phone that was ever written to or from, the one with the latest text first. */
export function viewTwilio(state: TwilioState): TwilioView {
  const byPhone = Map.groupBy(state.messages, personOf)
  const phones = [...byPhone].map(([number, messages]) => ({
    number,
    stopped: state.optOuts.some(({ person }) => person === number),
    texts: messages.map(viewText),
  }))
  const lastAt = (phone: PhoneView) => phone.texts.at(-1)?.at.getTime() ?? 0
  return { numbers: [...state.numbers], phones: phones.sort((a, b) => lastAt(b) - lastAt(a)) }
}

/** The one at the other end. */
export function personOf(message: Message): string {
  return message.direction === 'inbound' ? (message.from ?? '') : message.to
}

function viewText(message: Message): TextView {
  const own = message.direction === 'inbound'
  return {
    sid: message.sid,
    own,
    with: own ? message.to : (message.from ?? ''),
    text: message.body,
    at: new Date(message.createdAt),
    status: message.status,
  }
}
