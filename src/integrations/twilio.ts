import type twilio from 'twilio'
import { OutsideError, type OutsideErrorOptions } from '#src/errors.ts'
import { readRetryAfter } from './retry-after.ts'
import { sdk } from './sdk.ts'

export type TwilioConfig = {
  accountSid: string
  authToken: string
  /** The sender: one of our numbers (E.164) or a Messaging Service, exactly one of them. */
  from?: string
  messagingServiceSid?: string
  /** Another address for the API: `/` stands for api.twilio.com, `/messaging` for messaging.twilio.com. */
  apiUrl?: string
  /** Where Twilio tells how a message fares. */
  statusCallback?: string
}

export type Twilio = {
  /**
   * Sends a text of at most 1600 characters to a number in E.164. `segments` is what it costs; null while
   * a Messaging Service has not chosen a number.
   */
  send(message: { to: string; text: string }): Promise<{ sid: string; status: string; segments: number | null }>
  /**
   * Settles a doubt: the message with this text that Twilio took for this number since then; null when it took none.
   * `others` are the sids of messages that are known to be no answer, such as the same words sent before.
   */
  findSent(message: {
    to: string
    text: string
    since: Date
    others?: string[]
  }): Promise<{ sid: string; status: string } | null>
  /** Whether Twilio signed this webhook call; `url` is the public address it was sent to, with its query. */
  verify(signature: string, url: string, params: Record<string, string>): boolean
}

const TIMEOUT_MS = 20_000
/** How far the clocks of Twilio and of ours may be apart: an hour set wrong sends nothing twice. */
const SKEW_MS = 3_600_000
const SEARCHED = 200

/**
 * Texts through Twilio. Calls fail with an OutsideError('twilio'), its `code` Twilio's own: 21610 is a recipient who
 * wrote STOP, 21211 a number that cannot be, 21617 a text too long, 20003 a wrong token, 20429 too many calls.
 * Without a status nobody knows whether it was taken: ask findSent.
 *
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 * @see https://www.twilio.com/docs/api/errors
 */
export function createTwilio(config: TwilioConfig): Twilio {
  const { authToken, statusCallback } = config
  let opened: twilio.Twilio | null = null
  const client = () => {
    opened ??= openClient(config)
    return opened
  }
  const sender = config.messagingServiceSid
    ? { messagingServiceSid: config.messagingServiceSid }
    : { from: config.from ?? '' }
  const callback = statusCallback ? { statusCallback } : {}

  return {
    async send({ to, text }) {
      const message = await call(() => client().messages.create({ to, body: writePlain(text), ...sender, ...callback }))
      return { sid: message.sid, status: message.status, segments: Number(message.numSegments) || null }
    },
    async findSent({ to, text, since, others = [] }) {
      // Not by DateSent: what still waits at Twilio has no such date and would be missed, and then sent twice.
      const messages = await call(() => client().messages.list({ to, pageSize: 50, limit: SEARCHED }))
      const found = messages.find(
        (message) =>
          message.direction !== 'inbound' &&
          message.dateCreated.getTime() >= since.getTime() - SKEW_MS &&
          isSameText(message.body, text) &&
          !others.includes(message.sid),
      )
      return found ? { sid: found.sid, status: found.status } : null
    },
    verify: (signature, url, params) => sdk.twilio().validateRequest(authToken, signature, url, params),
  }
}

function openClient({ accountSid, authToken, apiUrl }: TwilioConfig): twilio.Twilio {
  const twilio = sdk.twilio()
  const httpClient = new twilio.RequestClient({ timeout: TIMEOUT_MS, autoRetry: false })
  const request = httpClient.request.bind(httpClient)
  httpClient.request = async <Data>(options: RequestOptions) => {
    const response = await request<Data>({ ...options, uri: redirect(options.uri, apiUrl) } as never)
    // The SDK's own error has no headers, so the wait would be lost.
    const retryAfterS = readRetryAfter((response.headers as Record<string, string> | undefined)?.['retry-after'])
    if (response.statusCode !== 429 || !retryAfterS) return response
    const known: OutsideErrorOptions = { retry: 'later', status: 429, code: '20429', retryAfterS }
    throw new OutsideError('twilio', SENTENCES['20429'] ?? '', known)
  }
  return twilio(accountSid, authToken, { httpClient, autoRetry: false })
}

type RequestOptions = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0]

/** The SDK's addresses are absolute: this sends them elsewhere. */
function redirect(uri: string, apiUrl: string | undefined): string {
  if (!apiUrl) return uri
  const { host, pathname, search } = new URL(uri)
  const product = host.split('.')[0] ?? 'api'
  return `${apiUrl.replace(/\/$/, '')}${product === 'api' ? '' : `/${product}`}${pathname}${search}`
}

const PLAIN: Record<string, string> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
}

/**
 * Curly quotes, dashes and hard spaces would more than double a text's segments. Done here and not by Twilio's
 * `smartEncoded`: a text it changed could not be recognised by findSent.
 */
function writePlain(text: string): string {
  return text.replace(/[\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0\u202f]/g, (char) => PLAIN[char] ?? char).trim()
}

/** A trial account's texts come back with a preamble before them. */
function isSameText(body: string, text: string): boolean {
  const plain = writePlain(text)
  return body.trim() === plain || (body.startsWith('Sent from your Twilio trial account') && body.endsWith(plain))
}

async function call<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof OutsideError ? error : readError(error)
  }
}

/** The SDK throws a RestException with Twilio's code, or the HTTP client's error when there was no answer. */
function readError(error: unknown): OutsideError {
  const { status, code, message, cause } = error as Error & { status?: number; code?: number | string }
  if (typeof status !== 'number') {
    // The client's error holds the whole request, our token included: only its own cause is carried on.
    return new OutsideError('twilio', `no answer (${code ?? message})`, { retry: 'later', cause })
  }
  const options: OutsideErrorOptions = {
    retry: status === 429 || status >= 500 ? 'later' : 'never',
    status,
    ...(code ? { code: String(code) } : {}),
  }
  return new OutsideError('twilio', SENTENCES[String(code)] ?? message ?? `answered ${status}`, options)
}

const SENTENCES: Record<string, string> = {
  20003: 'Twilio refused our account SID or token',
  20429: 'too many calls, Twilio asks us to wait',
  21211: 'this is not a phone number that can be texted',
  21610: 'the recipient has written STOP',
  21617: 'the text is longer than 1600 characters',
}
