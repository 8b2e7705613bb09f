import PostalMime, { type Address, type Email } from 'postal-mime'
import { isAutomatic, isDeliveryReport, readDmarc, reportedRecipient } from './automatic.ts'
import { htmlToLines } from './html.ts'
import { repairMojibake } from './mojibake.ts'

export type MailMessage = {
  from: { name: string; address: string }
  to: string[]
  subject: string
  messageId: string
  inReplyTo: string
  references: string[]
  /** ISO 8601, or '' when the message carries no readable date. */
  date: string
  /** Plain text; an HTML-only message is shown as text, quoted lines marked with `> `. */
  text: string
  /** By headers alone (RFC 3834, RFC 3464); a subject is only a hint. */
  isAuto: boolean
  isBounce: boolean
  bouncedRecipient: string | null
  /** What the receiving server said of the sender's domain. */
  dmarc: 'pass' | 'fail' | 'none'
}

/** A part that only says "your program cannot show HTML" is no text. */
const noText = /^\s*(?:[^\n]{0,80}html[^\n]{0,120})?\s*$/i
const single = /charset\s*=\s*"?(?!utf-?8|us-ascii)[\w-]{1,40}/i

/**
 * A whole RFC 5322 message in our words: headers decoded, charsets read (valid UTF-8 beats a wrong single-byte label),
 * the text of the writer chosen from `multipart/alternative`. Never throws: a message that cannot be parsed comes back
 * as its own text.
 */
export async function readMessage(rawMime: string | Uint8Array): Promise<MailMessage> {
  const parsed = await parse(rawMime)
  if (!parsed) return { ...empty, text: typeof rawMime === 'string' ? rawMime : new TextDecoder().decode(rawMime) }
  const isBounce = isDeliveryReport(parsed)
  return {
    from: firstAddress(parsed.from),
    to: [...(parsed.to ?? []), ...(parsed.cc ?? [])].flatMap(addressesOf).map((one) => one.address),
    subject: trimmed(parsed.subject),
    messageId: trimmed(parsed.messageId),
    inReplyTo: trimmed(parsed.inReplyTo),
    references: trimmed(parsed.references).match(/<[^<>\s]{1,500}>/g) ?? [],
    date: isoDate(parsed.date),
    text: textOf(parsed),
    isAuto: isBounce || isAutomatic(parsed),
    isBounce,
    bouncedRecipient: isBounce ? reportedRecipient(parsed) : null,
    dmarc: readDmarc(parsed),
  }
}

function trimmed(header: string | undefined): string {
  return repairMojibake((header ?? '').slice(0, 20_000).trim())
}

async function parse(rawMime: string | Uint8Array): Promise<Email | null> {
  const options = { rfc822Attachments: true, attachmentEncoding: 'utf8', maxNestingDepth: 40 } as const
  try {
    return await PostalMime.parse(unflowed(typeof rawMime === 'string' ? withTrueCharset(rawMime) : rawMime), options)
  } catch (error) {
    // postal-mime rejects what goes over its limits; nothing else is known to reject.
    if (error instanceof Error) return null
    throw error
  }
}

/**
 * A string is decoded already: an 8-bit part in it must not be decoded a second time by its label. Where no character
 * is above 255 and the label is no UTF-8, the characters are the bytes themselves.
 */
function withTrueCharset(raw: string): string | Uint8Array {
  const text = raw.replace(/^\s*\n/, '').replace(/^From [^\n]*\n/, '')
  if (!/[\u0080-\uffff]/.test(text)) return text
  if (!/[\u0100-\uffff]/.test(text) && single.test(text)) return Uint8Array.from(text, (one) => one.charCodeAt(0))
  return text.replace(/(charset\s*=\s*)"?(?!utf-?8)[\w-]{1,40}"?/gi, '$1utf-8')
}

/** postal-mime joins flowed lines across the edge of a quotation: an answer below one would become part of it. */
function unflowed(raw: string | Uint8Array): string | Uint8Array {
  return typeof raw === 'string' ? raw.replace(/(;\s*format\s*=\s*"?)flowed/gi, '$1fixed') : raw
}

function textOf(parsed: Email): string {
  const plain = parsed.text ?? ''
  if (parsed.html && noText.test(plain.slice(0, 400))) return repairMojibake(htmlToLines(parsed.html).join('\n'))
  return repairMojibake(plain.replace(/\r\n?/g, '\n').trim())
}

function addressesOf(one: Address): { name: string; address: string }[] {
  return one.group ?? [{ name: one.name, address: one.address }]
}

function firstAddress(from: Address | undefined): { name: string; address: string } {
  const first = from ? addressesOf(from)[0] : undefined
  return { name: first?.name ?? '', address: (first?.address ?? '').toLowerCase() }
}

function isoDate(date: string | undefined): string {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? '' : new Date(time).toISOString()
}

const empty: MailMessage = {
  from: { name: '', address: '' },
  to: [],
  subject: '',
  messageId: '',
  inReplyTo: '',
  references: [],
  date: '',
  text: '',
  isAuto: false,
  isBounce: false,
  bouncedRecipient: null,
  dmarc: 'none',
}
