import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import nodemailer from 'nodemailer'
import { OutsideError } from '#src/errors.ts'

/** `isLimited`: Amazon SES still holds the account in its sandbox, where only verified addresses are written to. */
export type MailAccount = { host: string; isLimited: boolean }

const TIMEOUT_MS = 15_000

/**
 * Logs in to the mail server, or asks SES for the account, and sends nothing. Fails with an OutsideError('mail').
 *
 * @see https://nodemailer.com/smtp/#verify-smtp-connection-configuration
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html
 */
export async function verifyMail(url: string): Promise<MailAccount> {
  const { protocol, host, hostname } = new URL(url)
  try {
    return protocol === 'ses:' ? await verifySes(hostname) : await verifySmtp(url, host)
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string }
    throw new OutsideError('mail', code === 'EAUTH' ? 'the server refused our login' : message || String(code), {
      retry: 'later',
      cause,
      ...(code && { code }),
    })
  }
}

async function verifySmtp(url: string, host: string): Promise<MailAccount> {
  const limits = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }
  const transport = nodemailer.createTransport({ url, ...limits })
  try {
    await transport.verify()
    return { host, isLimited: false }
  } finally {
    transport.close()
  }
}

async function verifySes(region: string): Promise<MailAccount> {
  const client = new SESv2Client({ region, maxAttempts: 1, requestHandler: { requestTimeout: TIMEOUT_MS } })
  try {
    const { ProductionAccessEnabled, SendingEnabled } = await client.send(new GetAccountCommand({}))
    if (SendingEnabled === false) throw new Error('Amazon SES has paused this account')
    return { host: `Amazon SES in ${region}`, isLimited: ProductionAccessEnabled === false }
  } finally {
    client.destroy()
  }
}
