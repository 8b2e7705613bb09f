import PostalMime from 'postal-mime'

export type Mail = { subject: string; from: string; body: string }

/** postal-mime slows down with the square of the parts. */
const MOST_PARTS = 200

/** A whole message, or a part of one by its boundary, stands in the body. */
export function isMime(body: string): boolean {
  const head = body.slice(0, 12_000).replace(/^\s+/, '')
  if (!/^(?:[!-9;-~]{2,60}:[^\n]*\r?\n|--[^\s]{5,70}\r?\ncontent-)/i.test(head)) return false
  const headers = /^([\s\S]*?)\r?\n\s*\r?\n/.exec(head)?.[1] ?? ''
  if (!/^(?:mime-version|content-type|content-transfer-encoding)\s*:/im.test(headers)) return false
  return (body.match(/\n--/g) ?? []).length <= MOST_PARTS
}

/** What the message says; where it names no sender or subject, those of the mail around it. */
export async function readMime(raw: string, mail: Mail): Promise<Mail> {
  const boundary = /^\s*--([^\s]{5,70})\r?\n/.exec(raw)?.[1]
  const whole = boundary
    ? `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n\n${raw.trimStart()}`
    : raw.trimStart()
  try {
    const read = await PostalMime.parse(whole, { maxNestingDepth: 40 })
    const text = (read.text ?? '').trim()
    const sender = read.from && 'address' in read.from ? `${read.from.name} <${read.from.address}>` : ''
    return {
      body: text.length > 20 || !read.html ? text : read.html,
      subject: read.subject || mail.subject,
      from: sender || mail.from,
    }
  } catch (error) {
    // postal-mime rejects what goes over its limits; the text is then read as it stands, without its headers.
    if (error instanceof Error) return { ...mail, body: raw.replace(/^[\s\S]{0,12000}?\n\s*\n/, '') }
    throw error
  }
}
