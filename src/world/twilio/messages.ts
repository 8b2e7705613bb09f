import { TwilioError } from './errors.ts'
import { countSegments } from './segments.ts'
import { type Message, type TwilioState, writeSid } from './state.ts'

const MAX_CHARS = 1600

/** Takes a message to send, or refuses it with the code Twilio has for it. */
export function createMessage(state: TwilioState, params: URLSearchParams, now: Date): Message {
  const to = params.get('To') ?? ''
  const body = params.get('Body') ?? ''
  if (!/^\+[1-9]\d{7,14}$/.test(to)) throw new TwilioError(21211, `Invalid 'To' Phone Number: ${to}`)
  if (body === '') throw new TwilioError(21602, 'Message body is required.')
  if (body.length > MAX_CHARS) {
    throw new TwilioError(21617, 'The concatenated message body exceeds the 1600 character limit')
  }
  const { from, serviceSid } = readSender(state, params)
  if (state.optOuts.some(({ person, number }) => person === to && number === from)) {
    throw new TwilioError(21610, 'Attempt to send to unsubscribed recipient')
  }
  const failure = takeFailure(state, to)
  if (failure && failure < 30_000)
    throw new TwilioError(failure, `Refused with ${failure}`, failure === 20429 ? 429 : 400)
  const message: Message = {
    sid: writeSid('SM', ++state.serial),
    direction: 'outbound-api',
    from,
    to,
    serviceSid,
    body,
    status: serviceSid ? 'accepted' : 'queued',
    segments: countSegments(body),
    errorCode: failure,
    createdAt: now.toISOString(),
    sentAt: null,
    statusCallback: params.get('StatusCallback'),
  }
  state.messages.push(message)
  return message
}

function readSender(state: TwilioState, params: URLSearchParams): { from: string; serviceSid: string | null } {
  const from = params.get('From')
  if (from) {
    if (state.numbers.includes(from)) return { from, serviceSid: null }
    throw new TwilioError(
      21606,
      `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number`,
    )
  }
  const serviceSid = params.get('MessagingServiceSid')
  const service = state.services.find(({ sid }) => sid === serviceSid)
  if (service) return { from: service.numbers[0] ?? '', serviceSid: service.sid }
  throw new TwilioError(21603, "A 'From' phone number or a valid Messaging Service SID is required.")
}

function takeFailure(state: TwilioState, to: string): number | null {
  const at = state.failures.findIndex((failure) => failure.to === to)
  return at < 0 ? null : (state.failures.splice(at, 1)[0]?.code ?? null)
}

/** Newest first. `DateSent>` and `DateSent<` pass over what has not left yet: it has no such date. */
export function listMessages(state: TwilioState, params: URLSearchParams, path: string): unknown {
  const [to, from] = [params.get('To'), params.get('From')]
  const found = state.messages
    .filter((message) => (!to || message.to === to) && (!from || message.from === from) && isInSpan(message, params))
    .reverse()
  const size = Number(params.get('PageSize') ?? 50)
  const page = Number(params.get('Page') ?? 0)
  const rest = found.length > (page + 1) * size
  const next = new URLSearchParams(params)
  next.set('Page', String(page + 1))
  return {
    messages: found.slice(page * size, (page + 1) * size).map(writeMessage),
    page,
    page_size: size,
    next_page_uri: rest ? `${path}?${next}` : null,
    uri: `${path}?${params}`,
  }
}

function isInSpan({ sentAt }: Message, params: URLSearchParams): boolean {
  const [after, before] = [params.get('DateSent>'), params.get('DateSent<')]
  if (!after && !before) return true
  const at = Date.parse(sentAt ?? '')
  return (!after || at >= Date.parse(after)) && (!before || at <= Date.parse(before))
}

export function writeMessage(message: Message): unknown {
  const writeDate = (iso: string | null) => (iso ? new Date(iso).toUTCString().replace('GMT', '+0000') : null)
  // A Messaging Service has not chosen a number yet when it answers.
  const chosen = message.status !== 'accepted'
  return {
    sid: message.sid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: writeDate(message.createdAt),
    date_updated: writeDate(message.sentAt ?? message.createdAt),
    date_sent: writeDate(message.sentAt),
    direction: message.direction,
    error_code: message.status === 'undelivered' || message.status === 'failed' ? message.errorCode : null,
    error_message: null,
    from: chosen ? message.from : null,
    messaging_service_sid: message.serviceSid,
    num_media: '0',
    num_segments: chosen ? String(message.segments) : '0',
    status: message.status,
    to: message.to,
  }
}
