/**
 * What a Telegram message may hold. Counts of text are UTF-16 units after entity parsing.
 * https://core.telegram.org/bots/api
 */
export const telegramLimits = {
  text: 4096,
  caption: 1024,
  toast: 200,
  callbackDataBytes: 64,
  buttons: 100,
  buttonsPerRow: 8,
} as const

export type TelegramButton = { text: string; callback_data?: string; url?: string }
export type TelegramKeyboard = { inline_keyboard: readonly (readonly TelegramButton[])[] }
export type TelegramDraft = { html: string; keyboard?: TelegramKeyboard; kind?: 'text' | 'caption' }

/** Every limit of Telegram the message breaks, in Telegram's own words where it has some; none: []. */
export function lintTelegramMessage({ html, keyboard, kind = 'text' }: TelegramDraft): string[] {
  return [...lintText(html, kind), ...lintKeyboard(keyboard?.inline_keyboard ?? [])]
}

/** What answerCallbackQuery may say. */
export function lintTelegramToast(text: string): string[] {
  return text.length > telegramLimits.toast ? [`MESSAGE_TOO_LONG: ${text.length} of ${telegramLimits.toast}`] : []
}

function lintText(html: string, kind: 'text' | 'caption'): string[] {
  const read = readTelegramHtml(html)
  if ('error' in read) return [`can't parse entities: ${read.error}`]
  const length = read.text.trim().length
  if (kind === 'text' && length === 0) return ['message text is empty']
  if (length <= telegramLimits[kind]) return read.droppedLinks.map((url) => `link '${url}' is dropped: wrong HTTP URL`)
  return [`${kind === 'text' ? 'message' : 'message caption'} is too long: ${length} of ${telegramLimits[kind]}`]
}

export function lintKeyboard(rows: readonly (readonly TelegramButton[])[]): string[] {
  const { buttons, buttonsPerRow } = telegramLimits
  const all = rows.flat()
  return [
    ...(all.length > buttons ? [`reply markup is too long: ${all.length} of ${buttons} buttons`] : []),
    ...rows
      .filter((row) => row.length > buttonsPerRow)
      .map((row) => `reply markup is too long: ${row.length} of ${buttonsPerRow} buttons in a row`),
    ...all.flatMap(lintButton),
  ]
}

function lintButton(button: TelegramButton): string[] {
  if (button.text === '') return ['inline keyboard button text must be non-empty']
  if (button.url !== undefined) {
    if (isTelegramUrl(button.url)) return []
    return [`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`]
  }
  if (button.callback_data === undefined) return []
  const bytes = new TextEncoder().encode(button.callback_data).length
  if (bytes >= 1 && bytes <= telegramLimits.callbackDataBytes) return []
  return [`BUTTON_DATA_INVALID: '${button.text}' carries ${bytes} of 1-${telegramLimits.callbackDataBytes} bytes`]
}

/** Telegram refuses hosts without a dot: a button to http://localhost fails, one to http://127.0.0.1 does not. */
function isTelegramUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === 'tg:' || (/^https?:$/.test(protocol) && hostname.includes('.'))
}

export type TelegramEntity = { type: string; offset: number; length: number; url?: string; language?: string }
export type TelegramText = { text: string; entities: TelegramEntity[]; droppedLinks: string[] }

const entityTypes: Record<string, string> = {
  ...{ b: 'bold', strong: 'bold', i: 'italic', em: 'italic', u: 'underline', ins: 'underline' },
  ...{ s: 'strikethrough', strike: 'strikethrough', del: 'strikethrough', 'tg-spoiler': 'spoiler' },
  ...{ code: 'code', pre: 'pre', blockquote: 'blockquote', a: 'text_link' },
}
const characters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

type Open = { tag: string; attributes: string; offset: number }
type Reading = TelegramText & { open: Open[] }

/**
 * Telegram's HTML -> text and entities (offsets in UTF-16 units, outer before inner), as its server reads it.
 * `error` is the server's sentence after "can't parse entities: ". Links Telegram silently drops are in `droppedLinks`.
 * https://core.telegram.org/bots/api#html-style
 */
export function readTelegramHtml(html: string): TelegramText | { error: string } {
  const reading: Reading = { text: '', entities: [], droppedLinks: [], open: [] }
  for (const { 0: token, index } of html.matchAll(/<[^>]*>?|&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);?|[^<&]+|&/gi)) {
    const at = () => new TextEncoder().encode(html.slice(0, index)).length
    const error = token.startsWith('<') ? readTag(reading, token, at) : undefined
    if (error) return { error }
    if (!token.startsWith('<')) reading.text += token.startsWith('&') ? readCharacter(token) : token
  }
  const unclosed = reading.open.at(-1)
  if (unclosed) return { error: `Can't find end tag corresponding to start tag "${unclosed.tag}"` }
  const { text, entities, droppedLinks } = reading
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length), droppedLinks }
}

function readTag(reading: Reading, token: string, at: () => number): string | undefined {
  if (!token.endsWith('>')) return `Unclosed ${token.startsWith('</') ? 'end' : 'start'} tag at byte offset ${at()}`
  const [, slash, name = '', attributes = ''] = /^<(\/?)([^\s>]*)\s*(.*)>$/s.exec(token) ?? []
  const tag = name.toLowerCase()
  if (slash) return closeTag(reading, tag, at)
  const spoiler = tag === 'span' && /class\s*=\s*["']?tg-spoiler\b/i.test(attributes)
  if (!spoiler && tag === 'span') return `Tag "span" must have class "tg-spoiler" at byte offset ${at()}`
  if (!spoiler && !Object.hasOwn(entityTypes, tag)) return `Unsupported start tag "${tag}" at byte offset ${at()}`
  reading.open.push({ tag, attributes, offset: reading.text.length })
  return undefined
}

function closeTag(reading: Reading, tag: string, at: () => number): string | undefined {
  const open = reading.open.pop()
  if (!open) return `Unexpected end tag at byte offset ${at()}`
  if (tag !== open.tag && tag !== '')
    return `Unmatched end tag at byte offset ${at()}, expected "</${open.tag}>", found "</${tag}>"`
  const { offset } = open
  const length = reading.text.length - offset
  if (length > 0) addEntity(reading, open, { type: entityTypes[open.tag] ?? 'spoiler', offset, length })
  return undefined
}

function addEntity(reading: Reading, open: Open, entity: TelegramEntity): void {
  if (open.tag === 'blockquote' && /\bexpandable\b/.test(open.attributes)) entity.type = 'expandable_blockquote'
  if (open.tag !== 'a') return void reading.entities.push(entity)
  const [, quoted, bare] = /href\s*=\s*(?:["']([^"']*)["']|([^\s>]+))/i.exec(open.attributes) ?? []
  const url = (quoted ?? bare)?.replace(/&#?\w+;?/g, readCharacter) || reading.text.slice(entity.offset)
  if (isTelegramUrl(url)) reading.entities.push({ ...entity, url })
  else reading.droppedLinks.push(url)
}

/** Only four names are known; others stay as they are written. */
function readCharacter(reference: string): string {
  const [, hex, decimal, name = ''] = /^&(?:#x([0-9a-f]+)|#(\d+)|([a-z]*));?$/i.exec(reference) ?? []
  if (hex === undefined && decimal === undefined) return characters[name] ?? reference
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  return code > 0 && code < 0x10ffff ? String.fromCodePoint(code) : reference
}
