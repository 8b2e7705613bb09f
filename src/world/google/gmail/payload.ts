import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js'
import type { Letter } from '#src/world/google/state.ts'

type Message = gmail_v1.Schema$Message
type Part = gmail_v1.Schema$MessagePart
type Header = { name: string; value: string }

/** A letter as the API shows it in one of its four formats. */
export function writeMessage(letter: Letter, format: string, metadataHeaders: string[] = []): Message {
  const source = Buffer.from(letter.raw, 'base64url')
  const message: Message = {
    id: letter.id,
    threadId: letter.threadId,
    labelIds: letter.labelIds,
    snippet: letter.text.replace(/\s+/g, ' ').slice(0, 200),
    historyId: String(letter.historyId),
    internalDate: String(letter.receivedAt),
    sizeEstimate: source.length,
  }
  if (format === 'minimal') return message
  if (format === 'raw') return { ...message, raw: letter.raw }
  const payload = writePart(source.toString('latin1'), '')
  if (format === 'full') return { ...message, payload }
  const wanted = metadataHeaders.map((name) => name.toLowerCase())
  const headers = (payload.headers ?? []).filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name?.toLowerCase() ?? ''),
  )
  return { ...message, payload: { mimeType: payload.mimeType ?? 'text/plain', headers } }
}

/** One MIME part and those in it, as far as mail apps need them: no nested messages, no RFC 2231 names. */
function writePart(source: string, partId: string): Part {
  const end = source.search(/\r?\n\r?\n/)
  const headers = readHeaders(end < 0 ? source : source.slice(0, end))
  const body = end < 0 ? '' : source.slice(end).replace(/^\r?\n\r?\n/, '')
  const type = headerOf(headers, 'content-type') ?? 'text/plain'
  const mimeType = type.split(';')[0]?.trim().toLowerCase() ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1]
  const disposition = headerOf(headers, 'content-disposition') ?? ''
  const filename = /name="?([^";]+)"?/i.exec(disposition)?.[1] ?? ''
  const part: Part = { partId, mimeType, filename, headers }
  if (mimeType.startsWith('multipart/') && boundary) {
    const parts = splitParts(body, boundary).map((one, at) => writePart(one, partId ? `${partId}.${at}` : `${at}`))
    return { ...part, body: { size: 0 }, parts }
  }
  const bytes = decode(body, headerOf(headers, 'content-transfer-encoding') ?? '')
  return { ...part, body: { size: bytes.length, data: bytes.toString('base64url') } }
}

function readHeaders(head: string): Header[] {
  const lines = head.split(/\r?\n(?![ \t])/)
  return lines.flatMap((line) => {
    const colon = line.indexOf(':')
    if (colon < 1) return []
    const value = Buffer.from(line.slice(colon + 1), 'latin1').toString('utf8')
    return [{ name: line.slice(0, colon), value: value.replace(/\r?\n[ \t]+/g, ' ').trim() }]
  })
}

function headerOf(headers: Header[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value
}

function splitParts(body: string, boundary: string): string[] {
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`)
  return pieces.slice(1).flatMap((piece) => (piece.startsWith('--') ? [] : [piece.replace(/^[ \t]*\r?\n/, '')]))
}

function decode(body: string, encoding: string): Buffer {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64')
  if (!/quoted-printable/i.test(encoding)) return Buffer.from(body, 'latin1')
  const text = body.replace(/=\r?\n/g, '')
  const bytes = text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}
