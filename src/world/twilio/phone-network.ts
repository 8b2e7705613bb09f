import type { Vendor } from '#src/world/vendor/vendor.ts'
import { noteOptOut } from './opt-out.ts'
import { countSegments } from './segments.ts'
import { type Message, type MessageStatus, type TwilioState, writeSid } from './state.ts'
import { postWebhook, readTwiml } from './webhook.ts'

export type PhoneNetwork = {
  /** Carries a taken message to the phone, telling its status callback of every step. */
  carry(message: Message): void
  /** A person's text to one of our numbers. */
  text(text: { from: string; text: string; to?: string }): Promise<string>
  /** Until nothing is on its way. */
  settled(): Promise<void>
}

export type NetworkOptions = { accountSid: string; authToken: string; clock: () => Date }

/** What happens between Twilio and the phones, and the webhooks that tell of it. */
export function createPhoneNetwork(vendor: Vendor<TwilioState>, options: NetworkOptions): PhoneNetwork {
  const running = new Set<Promise<void>>()
  const run = (work: Promise<void>) => {
    const tracked = work.finally(() => running.delete(tracked))
    running.add(tracked)
  }
  const move = async (message: Message, status: MessageStatus) => {
    await vendor.change(() => {
      message.status = status
      if (status === 'sent') message.sentAt = options.clock().toISOString()
    })
    if (message.statusCallback) {
      await postWebhook(message.statusCallback, writeStatusFields(message, options.accountSid), options.authToken)
    }
  }
  const carry = async (message: Message) => {
    await move(message, 'sent')
    await move(message, message.errorCode ? 'undelivered' : 'delivered')
  }
  const answer = async (inbound: Message, text: string) => {
    const message = await vendor.change((state) =>
      addMessage(state, inbound.to, inbound.from ?? '', text, options.clock()),
    )
    await carry(message)
  }
  const receive = async (message: Message) => {
    const sentence = await vendor.change((state) => noteOptOut(state, message.from ?? '', message.to, message.body))
    if (sentence) await answer(message, sentence)
    const { smsUrl, optOuts } = vendor.state
    if (!smsUrl) return
    const twiml = await postWebhook(smsUrl, writeInboundFields(message, options.accountSid), options.authToken)
    if (!twiml || optOuts.some((one) => one.person === message.from && one.number === message.to)) return
    for (const text of readTwiml(twiml)) await answer(message, text)
  }

  return {
    carry: (message) => run(carry(message)),
    async text({ from, text, to }) {
      const message = await vendor.change((state) =>
        addMessage(state, from, to ?? state.numbers[0] ?? '', text, options.clock(), 'inbound'),
      )
      run(receive(message))
      return message.sid
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

function addMessage(
  state: TwilioState,
  from: string,
  to: string,
  body: string,
  now: Date,
  direction: Message['direction'] = 'outbound-reply',
): Message {
  const message: Message = {
    sid: writeSid('SM', ++state.serial),
    direction,
    from,
    to,
    serviceSid: null,
    body,
    status: direction === 'inbound' ? 'received' : 'queued',
    segments: countSegments(body),
    errorCode: null,
    createdAt: now.toISOString(),
    sentAt: direction === 'inbound' ? now.toISOString() : null,
    statusCallback: null,
  }
  state.messages.push(message)
  return message
}

function writeStatusFields(message: Message, accountSid: string): Record<string, string> {
  const failed = message.status === 'undelivered' && message.errorCode !== null
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: message.sid,
    SmsSid: message.sid,
    MessageStatus: message.status,
    SmsStatus: message.status,
    From: message.from ?? '',
    To: message.to,
    ...(message.serviceSid ? { MessagingServiceSid: message.serviceSid } : {}),
    ...(failed ? { ErrorCode: String(message.errorCode) } : {}),
  }
}

function writeInboundFields(message: Message, accountSid: string): Record<string, string> {
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: message.sid,
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    SmsStatus: 'received',
    From: message.from ?? '',
    To: message.to,
    Body: message.body,
    NumMedia: '0',
    NumSegments: String(message.segments),
  }
}
