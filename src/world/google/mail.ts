import PostalMime, { type Address } from 'postal-mime'
import { badRequest } from '#src/world/google/refusal.ts'
import type { Letter } from '#src/world/google/state.ts'

/** A mail that is read but lies in no mailbox yet. */
export type Mail = Omit<Letter, 'id' | 'threadId' | 'historyId' | 'labelIds' | 'receivedAt'>

/** Gmail's reading of `raw`; refused in Gmail's words when it is no mail. */
export async function readMail(raw: string): Promise<Mail> {
  const source = Buffer.from(raw, 'base64url')
  if (!/^[!-9;-~]+:/.test(source.toString('latin1'))) throw badRequest('Invalid value for raw')
  const parsed = await PostalMime.parse(source)
  const { subject = '', messageId = '', text = '', html = null } = parsed
  const from = flatten(parsed.from)[0]
  return {
    raw: source.toString('base64url'),
    rfcMessageId: messageId,
    references: [parsed.references, parsed.inReplyTo].join(' ').match(/<[^<>\s]+>/g) ?? [],
    from: from?.address.toLowerCase() ?? '',
    fromName: from?.name ?? '',
    to: [...flatten(parsed.to), ...flatten(parsed.cc)].map(({ address }) => address.toLowerCase()),
    subject,
    text: text.trim(),
    html,
  }
}

function flatten(addresses: Address | Address[] | undefined): { name: string; address: string }[] {
  return [addresses ?? []].flat().flatMap((one) => one.group ?? [{ name: one.name, address: one.address }])
}

/** Gmail's two checks before it takes a mail. */
export function checkRecipients(mail: Mail): void {
  if (mail.to.length === 0) throw badRequest('Recipient address required')
  const isAddress = (address: string) => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$/.test(address)
  if (!mail.to.every(isAddress)) throw badRequest('Invalid To header')
}

/** Sets one header of a source (base64url), or takes it out. Bytes of the body stay as they are. */
export function setHeader(raw: string, name: string, value: string | null): string {
  const source = Buffer.from(raw, 'base64url').toString('latin1')
  const end = source.search(/\r?\n\r?\n/)
  const head = end < 0 ? source : source.slice(0, end)
  const lines = head.split(/\r?\n(?![ \t])/).filter((line) => !line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
  if (value !== null) lines.unshift(`${name}: ${value}`)
  const body = end < 0 ? '\r\n\r\n' : source.slice(end)
  return Buffer.from(lines.join('\r\n') + body, 'latin1').toString('base64url')
}

/** What makes two subjects the same conversation. */
export function baseSubject(subject: string): string {
  const stripped = subject.replace(/^\s*((re|fwd?|aw|sv|antw|rif|tr)\s*:\s*)+/i, '')
  return stripped.replace(/\s+/g, ' ').trim().toLowerCase()
}
