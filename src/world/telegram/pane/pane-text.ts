import type { MessageEntity } from 'grammy/types'
import { html, raw } from 'hono/html'

type Html = ReturnType<typeof html>
type Piece = { text: string; entities: MessageEntity[] }

/** A text with its entities as Telegram draws them. */
export function renderWritten({ text, entities }: Piece): Html {
  const parts: (Html | string)[] = []
  let at = 0
  for (const entity of entities) {
    // What lies inside an earlier one has been drawn with it.
    if (entity.offset < at) continue
    const end = entity.offset + entity.length
    const inner = entities
      .filter((other) => other !== entity && other.offset >= entity.offset && other.offset + other.length <= end)
      .filter((other) => entities.indexOf(other) > entities.indexOf(entity))
      .map((other) => ({ ...other, offset: other.offset - entity.offset }))
    const body = renderWritten({ text: text.slice(entity.offset, end), entities: inner })
    parts.push(text.slice(at, entity.offset), wrap(entity, body, text.slice(entity.offset, end)))
    // A block ends its line by itself.
    at = isBlock.test(entity.type) && text[end] === '\n' ? end + 1 : end
  }
  return html`${parts}${text.slice(at)}`
}

const isBlock = /^(pre|.*blockquote)$/

const tags: Partial<Record<MessageEntity['type'], string>> = {
  ...{ bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre' },
  ...{ blockquote: 'blockquote', expandable_blockquote: 'blockquote', spoiler: 'mark' },
}

function wrap(entity: MessageEntity, body: Html, text: string): Html | string {
  const tag = tags[entity.type]
  if (tag) return html`${raw(`<${tag}>`)}${body}${raw(`</${tag}>`)}`
  if (entity.type === 'text_link') return renderLink(entity.url, body)
  if (entity.type === 'url') return renderLink(/^https?:/.test(text) ? text : `https://${text}`, body)
  return html`<span class="${entity.type}">${body}</span>`
}

function renderLink(url: string, body: Html): Html {
  const safe = /^(https?|tg|mailto):/i.test(url) ? url : '#'
  return html`<a href="${safe}" rel="noreferrer" target="_blank">${body}</a>`
}
