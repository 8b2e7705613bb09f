import MailComposer from 'nodemailer/lib/mail-composer'
import type { OutgoingMail } from './gmail-types.ts'

/** Carries the Message-ID we chose: Gmail puts its own in the place of ours, but leaves this one alone. */
export const ownIdHeader = 'X-Deskhand-Message-ID'

/**
 * One mail as RFC 5322, base64url: what Gmail calls `raw`.
 * With both, text and HTML become a multipart/alternative; Gmail may rewrite the text part from the HTML on its way
 * out, so the text must say nothing the HTML does not.
 *
 * @see https://developers.google.com/workspace/gmail/api/guides/sending
 */
export async function writeRaw(mail: OutgoingMail): Promise<string> {
  const { messageId, others } = splitHeaders(mail.headers ?? {})
  const composer = new MailComposer({
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    ...(mail.html !== undefined && { html: mail.html }),
    ...(mail.from !== undefined && { from: mail.from }),
    ...(mail.thread && { inReplyTo: mail.thread.inReplyTo, references: mail.thread.references }),
    ...(messageId !== undefined && { messageId }),
    headers: { ...others, ...(messageId !== undefined && { [ownIdHeader]: messageId }) },
  })
  return (await composer.compile().build()).toString('base64url')
}

/** A mail's source as text. Almost every mail is 7-bit or UTF-8; anything else keeps its bytes, one per character. */
export function readRaw(raw: string): string {
  const bytes = Buffer.from(raw, 'base64url')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

function splitHeaders(headers: Record<string, string>): {
  messageId: string | undefined
  others: Record<string, string>
} {
  const entries = Object.entries(headers)
  const isMessageId = ([name]: [string, string]) => name.toLowerCase() === 'message-id'
  return {
    messageId: entries.find(isMessageId)?.[1],
    others: Object.fromEntries(entries.filter((entry) => !isMessageId(entry))),
  }
}
