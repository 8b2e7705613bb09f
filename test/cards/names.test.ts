import { expect, test } from 'vitest'
import { renderTelegram } from '#bots/telegram/render.ts'
import type { Card } from '#src/cards/card.ts'
import { readWritten } from '#src/world/telegram/entities.ts'

test('a name of Instagram’s links to nobody on Telegram: a tap copies it; an e-mail stays one', () => {
  const card: Card = {
    tone: 'waiting',
    title: 'O-1 @tilly.f: 2 black',
    facts: [{ label: 'E-mail', value: 'tilly@example.com' }],
    footer: 'Asked by @rose_b and @kit.',
    buttons: [],
  }
  const { html } = renderTelegram(card)
  const params = { text: (name: string) => (name === 'parse_mode' ? 'HTML' : html), value: () => undefined }
  const { text, entities } = readWritten(params as Parameters<typeof readWritten>[0], 'text')
  const of = (type: string) =>
    entities.filter((one) => one.type === type).map(({ offset, length }) => text.slice(offset, offset + length))
  expect(text).toContain('O-1 @tilly.f: 2 black\nE-mail  tilly@example.com\nAsked by @rose_b and @kit.')
  expect(of('mention')).toEqual([])
  expect(of('code')).toEqual(['@tilly.f', '@rose_b', '@kit'])
  expect(of('email')).toEqual(['tilly@example.com'])
})
