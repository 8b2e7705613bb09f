/** What the stand-in remembers. JSON only. */
export type TwilioState = {
  /** Our numbers. */
  numbers: string[]
  services: { sid: string; name: string; numbers: string[] }[]
  messages: Message[]
  /** Who has written STOP, and to which of our numbers. */
  optOuts: { person: string; number: string }[]
  /** The next send to these numbers ends in this code. */
  failures: { to: string; code: number }[]
  smsUrl: string | null
  serial: number
}

export type Message = {
  sid: string
  direction: 'inbound' | 'outbound-api' | 'outbound-reply'
  from: string | null
  to: string
  serviceSid: string | null
  body: string
  status: MessageStatus
  segments: number
  errorCode: number | null
  createdAt: string
  sentAt: string | null
  statusCallback: string | null
}
export type MessageStatus = 'accepted' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received'

export function seedTwilio(from: string, serviceSid: string): TwilioState {
  return {
    numbers: [from],
    services: [{ sid: serviceSid, name: 'Deskhand', numbers: [from] }],
    messages: [],
    optOuts: [],
    failures: [],
    smsUrl: null,
    serial: 0,
  }
}

export function writeSid(prefix: 'SM' | 'MG', serial: number): string {
  return `${prefix}${serial.toString(16).padStart(32, '0')}`
}
