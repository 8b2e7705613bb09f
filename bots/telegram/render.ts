import type { InlineKeyboardButton } from 'grammy/types'
import { type Button, type Card, dots } from '#src/cards/card.ts'
import { clip, tame } from '#src/cards/clip.ts'
import { fit } from '#src/cards/fit.ts'
import { lintTelegramMessage, type TelegramButton } from '#src/cards/lint-telegram.ts'

export type TelegramFace = { html: string; keyboard: InlineKeyboardButton[][] }

/** Letters of button text that fit beside each other on a phone. */
const ROW_LETTERS = 28

/** A card in Telegram's HTML, everything from outside escaped. Below a picture there is less room: a `caption`. */
export function renderTelegram(card: Card, kind: 'text' | 'caption' = 'text'): TelegramFace {
  return draw(fit(card, (one) => lint(draw(one), kind)))
}

function lint({ html, keyboard }: TelegramFace, kind: 'text' | 'caption'): string[] {
  return lintTelegramMessage({ html, kind, keyboard: { inline_keyboard: keyboard as TelegramButton[][] } })
}

function draw(card: Card): TelegramFace {
  const parts = [
    `${dots[card.tone]} ${write(clip(tame(card.title), 300), 'b')}`,
    card.quote && `<blockquote>${escapeHtml(clip(tame(card.quote), 1500))}</blockquote>`,
    card.facts
      .map(({ label, value }) => `<b>${escapeHtml(tame(label))}</b>  ${write(clip(tame(value), 300))}`)
      .join('\n'),
    card.footer && write(clip(tame(card.footer), 600), 'i'),
  ]
  return { html: parts.filter(Boolean).join('\n'), keyboard: rows(card) }
}

function rows({ buttons, links = [] }: Card): InlineKeyboardButton[][] {
  const all: InlineKeyboardButton[] = [
    ...buttons.map(({ label, token, style }: Button) => ({ text: mark(label, style), callback_data: token })),
    ...links.map(({ label, url }) => ({ text: label, url })),
  ]
  const lines: InlineKeyboardButton[][] = []
  for (const button of all) {
    const line = lines.at(-1)
    const letters = (line ?? []).reduce((sum, { text }) => sum + text.length, 0) + button.text.length
    if (line && letters <= ROW_LETTERS && line.length < 4) line.push(button)
    else lines.push([button])
  }
  return lines
}

/** Telegram has no button colours: the main one is marked. */
function mark(label: string, style: Button['style']): string {
  return style === 'primary' ? `✅ ${label}` : label
}

const NAME = /(?<![\w@.])(@[a-z\d_.]*[a-z\d_])/i

/** A name of Instagram's stands as code: a tap copies it. Telegram would link `@tilly` of `@tilly.f` to a stranger. */
function write(text: string, tag?: 'b' | 'i'): string {
  const dress = (part: string, at: number) => {
    if (at % 2 === 1) return `<code>${part}</code>`
    return tag && part !== '' ? `<${tag}>${escapeHtml(part)}</${tag}>` : escapeHtml(part)
  }
  return text.split(NAME).map(dress).join('')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
