import type { MessageEntity } from 'grammy/types'
import { readTelegramHtml } from '#src/cards/lint-telegram.ts'
import type { Params } from './params.ts'
import { badRequest } from './refusal.ts'

export type Written = { text: string; entities: MessageEntity[]; html: string }

const LINK = String.raw`[^\s<>"]*[^\s<>".,;:!?)]`

/** What Telegram finds by itself in any text. */
const found: [type: 'bot_command' | 'url' | 'email' | 'mention', pattern: RegExp][] = [
  ['bot_command', /(?<=^|[\s(])\/[a-z0-9_]{1,64}(?:@[a-z]\w{3,31})?(?=$|[\s.,;:!?)])/gi],
  ['email', /[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/gi],
  [
    'url',
    new RegExp(String.raw`https?:\/\/${LINK}|\b(?:[a-z0-9-]+\.)+(?:com|org|net|me|io|dev)\b(?:\/${LINK})?`, 'gi'),
  ],
  ['mention', /(?<=^|\W)@[a-z]\w{3,31}/gi],
]

/**
 * A text parameter with its parse_mode or entities, as the message will carry it. Only HTML and plain text are read.
 */
export function readWritten(params: Pick<Params, 'text' | 'value'>, name: 'text' | 'caption'): Written {
  const raw = params.text(name)
  const mode = params.text('parse_mode').toLowerCase()
  if (mode === '') {
    const given = params.value<MessageEntity[]>(name === 'text' ? 'entities' : 'caption_entities') ?? []
    return { ...withFound(trim(raw, given)), html: escapeHtml(raw) }
  }
  if (mode !== 'html') throw badRequest('unsupported parse_mode')
  const read = readTelegramHtml(raw)
  if ('error' in read) throw badRequest(`can't parse entities: ${read.error}`)
  return { ...withFound(trim(read.text, read.entities as MessageEntity[])), html: raw }
}

/** What a person types. */
export function readTyped(text: string): Written {
  return { ...withFound(trim(text, [])), html: escapeHtml(text) }
}

function trim(raw: string, entities: MessageEntity[]): { text: string; entities: MessageEntity[] } {
  const text = raw.trim()
  const cut = raw.length - raw.trimStart().length
  const inside = entities.map((entity) => {
    const offset = Math.max(entity.offset - cut, 0)
    const end = Math.min(entity.offset - cut + entity.length, text.length)
    return { ...entity, offset, length: end - offset }
  })
  return { text, entities: inside.filter(({ length }) => length > 0) }
}

function withFound({ text, entities }: { text: string; entities: MessageEntity[] }) {
  const all = [...entities]
  for (const [type, pattern] of found)
    for (const { 0: match, index: offset } of text.matchAll(pattern))
      if (!all.some((other) => blocks(other, offset, match.length))) all.push({ type, offset, length: match.length })
  return { text, entities: all.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

/** Nothing is found in code and links; elsewhere only what would cut another entity in two. */
function blocks({ type, offset, length }: MessageEntity, at: number, size: number): boolean {
  const overlaps = at < offset + length && offset < at + size
  const contains = offset <= at && at + size <= offset + length
  const isStyle = /^(bold|italic|underline|strikethrough|spoiler|.*blockquote)$/.test(type)
  return overlaps && !(isStyle && contains)
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
