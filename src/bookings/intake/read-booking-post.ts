import type { BookingMail } from './receive.ts'

type Sent = Map<string, string>

/**
 * The names Zapier's mail triggers, and people who write their own call, give the parts of a mail. `message` is none of
 * them: where the form itself is posted, it is only the client's note.
 */
const NAMES = {
  plain: ['body_plain', 'plain', 'text', 'text_body', 'stripped_text', 'body', 'email_body'],
  html: ['body_html', 'html', 'html_body'],
  raw: ['raw', 'mime', 'source', 'raw_message'],
  subject: ['subject', 'raw_subject'],
  from: ['from', 'from_email', 'sender', 'reply_to', 'from__email'],
  messageId: ['message_id', 'messageid', 'rfc822_message_id', 'email_message_id', 'header_message_id'],
  date: ['date', 'received_at', 'received', 'date_received', 'timestamp'],
}

/**
 * Reads what was posted: Zapier's JSON, form fields, or a mail as MIME. Fields that are no mail's parts (the form
 * itself was posted) stay together as the body. The id is the mail's Message-ID. Null when nothing was said.
 */
export async function readBookingPost(body: Buffer, contentType: string, now: Date): Promise<BookingMail | null> {
  const text = body.toString('utf8')
  const sent = (await readSent(body, text, contentType)) ?? new Map()
  const pick = (name: keyof typeof NAMES) => pickOf(sent, NAMES[name])
  const said = (pick('raw') || pick('plain') || pick('html') || text).replaceAll('\r\n', '\n')
  if (!said.trim()) return null
  return {
    messageId: pick('messageId') || messageIdIn(said) || null,
    subject: pick('subject'),
    from: pick('from'),
    body: said,
    receivedAt: readDate(pick('date'), now),
  }
}

async function readSent(body: Buffer, text: string, contentType: string): Promise<Sent | null> {
  if (/^\s*[{[]/.test(text)) return readJsonFields(text)
  if (/^multipart\/form-data/i.test(contentType)) return readForm(body, contentType)
  return /^application\/x-www-form-urlencoded/i.test(contentType) ? fieldsOf(new URLSearchParams(text)) : null
}

/** Null for a form that is cut off: it is kept as the text it is. */
async function readForm(body: Buffer, contentType: string): Promise<Sent | null> {
  const headers = { 'content-type': contentType }
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => null)
  return form && fieldsOf([...form].map(([name, value]): [string, string] => [name, String(value)]))
}

/** Nested objects are flattened (`headers.message-id`); of two fields of one name the first counts. */
function readJsonFields(text: string): Sent | null {
  try {
    const pairs: [string, string][] = []
    collect(JSON.parse(text), '', pairs, 0)
    return fieldsOf(pairs)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const MOST_DEPTH = 5

function collect(value: unknown, name: string, into: [string, string][], depth: number): void {
  if (typeof value !== 'object' || value === null) return void into.push([name, value === null ? '' : String(value)])
  if (depth > MOST_DEPTH) return
  for (const [key, inner] of Object.entries(value))
    collect(inner, key === 'email' ? `${name}__email` : key, into, depth + 1)
}

function fieldsOf(pairs: Iterable<[string, string]>): Sent {
  const fields: Sent = new Map()
  for (const [name, value] of pairs) {
    const key = name
      .trim()
      .toLowerCase()
      .replace(/[\s.-]+/g, '_')
    if (!fields.has(key)) fields.set(key, value)
  }
  return fields
}

function pickOf(sent: Sent, names: string[]): string {
  return names.map((name) => sent.get(name)?.trim() ?? '').find((value) => value !== '') ?? ''
}

/** The Message-ID of a mail that came as MIME. */
function messageIdIn(text: string): string {
  const [head = ''] = text.slice(0, 40_000).split(/\r?\n\r?\n/, 1)
  return /^message-id:\s*(<[^<>\s]{1,400}>)/im.exec(head)?.[1] ?? ''
}

/** What the mail says of its own date, when it can be: years are taken from it. */
function readDate(text: string, now: Date): Date {
  const seconds = /^\d{10}(\d{3})?$/.test(text) ? Number(text.padEnd(13, '0')) : Date.parse(text)
  const isPossible = Math.abs(seconds - now.getTime()) < 366 * 86_400_000
  return isPossible && seconds <= now.getTime() ? new Date(seconds) : now
}
