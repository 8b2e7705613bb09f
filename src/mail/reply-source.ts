import { bounceSubject } from './automatic.ts'
import { readHtml } from './read-html.ts'
import { type MailMessage, readMessage } from './read-message.ts'

type ReplySource = { text: string; isAuto: boolean; isBounce: boolean }

const header = /^[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?\S?/
const mailHeader =
  /^(?:from|to|subject|date|message-id|mime-version|content-type|received|return-path|delivered-to|in-reply-to|auto-submitted|x-[\w-]+|references|reply-to|content-transfer-encoding|dkim-signature|arc-[\w-]+):/gim
const markup = /<(?:!doctype html|html|body|head|div|p|br|table|span|blockquote|meta|font|ul|b|i|o:p)\b[^<>]{0,2000}>/i

/** The text of a reply, whatever it came as: plain text, HTML or a whole MIME message, told apart by its form. */
export async function readReplySource(raw: string): Promise<ReplySource> {
  if (isMime(raw)) return ofMessage(await readMessage(raw))
  const text = markup.test(raw) ? readHtml(raw) : raw
  return { text: text.replace(/\r\n?/g, '\n'), isAuto: false, isBounce: false }
}

function ofMessage(message: MailMessage): ReplySource {
  const text = markup.test(message.text) && !/^\s*>/m.test(message.text) ? readHtml(message.text) : message.text
  const isBounce = message.isBounce || (message.isAuto && bounceSubject.test(message.subject.slice(0, 300)))
  return { text, isAuto: message.isAuto, isBounce }
}

/** A block of mail headers opens the text, with at least one only a mail program writes. */
function isMime(raw: string): boolean {
  const head = raw.replace(/^\s*\n/, '').slice(0, 20_000)
  const first = head.slice(0, head.search(/\r?\n\r?\n|$(?![\s\S])/))
  const lines = first.split(/\r?\n/)
  if (!header.test((lines[0] ?? '').replace(/^From [^\n]*$/, 'From: '))) return false
  const names = new Set((first.match(mailHeader) ?? []).map((one) => one.toLowerCase()))
  const isWritten = [
    'message-id:',
    'mime-version:',
    'content-type:',
    'received:',
    'return-path:',
    'auto-submitted:',
    'delivered-to:',
    'in-reply-to:',
  ].some((one) => names.has(one))
  return names.size >= 2 && (isWritten || (names.has('from:') && names.has('subject:') && names.has('to:')))
}
