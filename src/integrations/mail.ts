import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2'
import nodemailer, { type SendMailOptions } from 'nodemailer'
import { OutsideError, type OutsideErrorOptions } from '#src/errors.ts'

export type MailConfig = {
  /** `smtp://user:password@host:587`, `smtps://...` or `ses://eu-west-1` (credentials: the usual AWS variables). */
  url: string
  /** `Bead & Branch <hello@example.com>` */
  from: string
}

export type OutgoingMail = {
  to: string
  subject: string
  text: string
  html?: string
  headers?: Record<string, string>
  /** With or without its angle brackets. */
  messageId: string
}

export type Mail = {
  /** Hands the mail over once, without a retry; `messageId` as it stands in the mail (SES writes its own). */
  send(mail: OutgoingMail): Promise<{ messageId: string }>
}

type Hand = (message: SendMailOptions) => Promise<{ messageId: string }>

const CONNECT_TIMEOUT_MS = 15_000
const TIMEOUT_MS = 60_000

/**
 * Mail over SMTP or Amazon SES. Fails with an OutsideError('mail'): `status` is the SMTP reply code (4xx later, 5xx
 * never) or the HTTP status of SES. Without a status the mail had been handed over, or may have been, and nobody can
 * tell whether it was taken: SMTP has no way to ask. Where it was surely not, because no conversation came about, the
 * status is 421 (SMTP) or 503 (SES). `EAUTH` is a login that was refused.
 *
 * @see https://nodemailer.com/smtp/
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.2
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function createMail({ url, from }: MailConfig): Mail {
  const hand = readHand(url)
  return {
    async send({ messageId, ...mail }) {
      const id = `<${messageId.replace(/^<|>$/g, '')}>`
      return hand({ ...mail, from, messageId: id, disableFileAccess: true, disableUrlAccess: true })
    },
  }
}

function readHand(url: string): Hand {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'ses:') return createSesHand(hostname)
  if (protocol === 'smtp:' || protocol === 'smtps:') return (message) => sendSmtp(url, message)
  throw new Error(`A mail address starts with smtp://, smtps:// or ses://, not ${protocol}//`)
}

async function sendSmtp(url: string, message: SendMailOptions): Promise<{ messageId: string }> {
  let handedOver = false
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  })
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((content) => {
      // It starts to flow when the server has said 354 to DATA, and not before.
      content.once('resume', () => {
        handedOver = true
      })
      return content
    })
    done()
  })
  try {
    const { messageId } = await transport.sendMail(message)
    return { messageId }
  } catch (error) {
    throw readSmtpError(error as SmtpError, handedOver)
  } finally {
    transport.close()
  }
}

type SmtpError = Error & { code?: string; responseCode?: number; command?: string }

function readSmtpError(error: SmtpError, handedOver: boolean): OutsideError {
  const code = error.code ? { code: error.code } : {}
  if (error.responseCode) {
    const retry = error.responseCode < 500 ? 'later' : 'never'
    return new OutsideError('mail', error.message, { ...code, retry, status: error.responseCode })
  }
  // 'API': nodemailer itself refused, for want of an address that can be one.
  if (error.command === 'API') return new OutsideError('mail', error.message, { ...code, retry: 'never', status: 553 })
  const words = handedOver ? 'cut off while it was handed over' : 'no conversation came about'
  const options: OutsideErrorOptions = { ...code, retry: 'later', cause: error, ...(handedOver ? {} : { status: 421 }) }
  return new OutsideError('mail', `${words} (${error.message})`, options)
}

function createSesHand(region: string): Hand {
  // One attempt: the SDK would send again after a lost answer.
  const requestHandler = { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: TIMEOUT_MS }
  const sesClient = new SESv2Client({ region, maxAttempts: 1, requestHandler })
  const transport = nodemailer.createTransport({ SES: { sesClient, SendEmailCommand } })
  return async (message) => {
    try {
      const { messageId } = await transport.sendMail(message)
      return { messageId }
    } catch (error) {
      throw readSesError(error as Error & { code?: string })
    }
  }
}

/** Nothing has left when there is nobody to take it. */
const UNREACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']
const BUSY = ['TooManyRequestsException', 'ThrottlingException', 'LimitExceededException', 'SendingPausedException']

function readSesError(error: Error & { code?: string; originalCode?: string }): OutsideError {
  const status = error instanceof SESv2ServiceException ? error.$metadata.httpStatusCode : undefined
  if (status !== undefined) {
    const retry = status >= 500 || BUSY.includes(error.name) ? 'later' : 'never'
    return new OutsideError('mail', error.message, { retry, status, code: error.name })
  }
  if (error.name === 'CredentialsProviderError') {
    return new OutsideError('mail', 'no AWS credentials are set', { retry: 'never', status: 401, code: 'EAUTH' })
  }
  const unreached = UNREACHED.includes(error.originalCode ?? error.code ?? '')
  const options: OutsideErrorOptions = { retry: 'later', ...(unreached ? { status: 503 } : {}) }
  return new OutsideError('mail', `no answer from Amazon SES (${error.name})`, options)
}
