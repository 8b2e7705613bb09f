import { htmlToLines } from './html.ts'
import { type MailMessage, readMessage } from './mail.ts'
import { repairMojibake } from './mojibake.ts'
import { stripQuotes } from './quotes.ts'
import { stripSignature } from './signature.ts'

export type Reply = {
  /** What the sender wrote now. */
  text: string
  signature: string
  /** The whole mail as text, nothing cut. */
  whole: string
  /** Nothing but quoted lines was there: `text` is the whole mail, and nothing in it is the writer's for certain. */
  isOnlyQuote: boolean
  /** The headers, where the text came as a whole message. */
  message: MailMessage | null
  truncated: boolean
}

const MOST_CHARS = 200_000
/** Nobody writes more; what is quoted below may. */
const MOST_TEXT = 40_000
const headerLine = /^[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?\S?/
const mailHeader = /^(?:from|to|subject|date|reply-to|cc):/gim
const byPrograms = 'message-id|mime-version|content-type|received|return-path|auto-submitted|delivered-to|in-reply-to'
const programHeader = new RegExp(String.raw`^(?:${byPrograms}|x-[\w-]{1,40}):`, 'gim')
const opensMarkup = /^\s*<(?:!doctype|html|body|div|p|table|head|meta|span|font)\b/i
const closesMarkup = /<\/(?:div|p|html|body|td|blockquote)>|<br ?\/?>/i
const isMarkup = (text: string) => opensMarkup.test(text) || closesMarkup.test(text)

/**
 * A reply in whatever form it came (plain text, HTML, a whole MIME message): what was written now, without quotes,
 * signature and footers. A cut never loses words: where a cut that only looks right would take what `keeps` asks for
 * (a whole address), or leave nothing, it is not made. Never throws.
 */
export async function readReply(raw: string, keeps: (text: string) => boolean = () => false): Promise<Reply> {
  const capped = raw.slice(0, MOST_CHARS)
  const message = isMime(capped) ? await readMessage(capped) : null
  const given = message ? message.text : repairMojibake(isMarkup(capped) ? htmlToLines(capped).join('\n') : capped)
  const whole = given.slice(0, MOST_TEXT).replace(/\r\n?/g, '\n').trim()
  const truncated = raw.length > MOST_CHARS || given.length > MOST_TEXT
  return { ...cut(whole, keeps), whole, message, truncated }
}

function cut(whole: string, keeps: (text: string) => boolean): Pick<Reply, 'text' | 'signature' | 'isOnlyQuote'> {
  const all = stripSignature(stripQuotes(whole))
  if (all.body !== '' && keeps(all.body)) return written(all)
  const sure = stripSignature(stripQuotes(whole, { onlySure: true }), { onlySure: true })
  if (sure.body !== all.body && (all.body === '' || keeps(sure.body))) {
    if (sure.body !== '') return written(sure)
  }
  return all.body === '' ? { text: whole, signature: '', isOnlyQuote: true } : written(all)
}

function written({ body, signature }: { body: string; signature: string }) {
  return { text: body, signature, isOnlyQuote: false }
}

/** A block of mail headers opens the text, with at least one only a mail program writes. */
function isMime(raw: string): boolean {
  const head = raw.replace(/^\s*\n/, '').slice(0, 20_000)
  const block = head.slice(0, head.search(/\r?\n\r?\n|$(?![\s\S])/))
  const [first = ''] = block.split(/\r?\n/)
  if (!headerLine.test(first.replace(/^From [^\n]*$/, 'From: '))) return false
  const common = new Set(block.match(mailHeader)?.map((one) => one.toLowerCase()))
  const own = new Set(block.match(programHeader)?.map((one) => one.toLowerCase()))
  return own.size > 0 ? common.size + own.size >= 2 : common.size >= 3 && common.has('from:') && common.has('subject:')
}
