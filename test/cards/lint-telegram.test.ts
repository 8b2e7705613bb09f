import { InlineKeyboard } from 'grammy'
import { describe, expect, it } from 'vitest'
import { lintTelegramMessage, lintTelegramToast, readTelegramHtml } from '#src/cards/lint-telegram.ts'

describe('the Telegram card linter', () => {
  it('has nothing to say about a good card', () => {
    const html =
      '🟡 <b>O-142 @tilly.f: 2 black, 1 red</b>\n<blockquote>2 black &amp; 1 red</blockquote>\n<i>waiting</i>'
    const keyboard = new InlineKeyboard()
      .text('Approve', 'order.approve:x')
      .url('Post', 'https://example.com/p/1')
      .row()
    expect(lintTelegramMessage({ html, keyboard })).toEqual([])
  })

  it('counts the text after the tags are read, not before', () => {
    const letters = 'x'.repeat(4096)
    expect(lintTelegramMessage({ html: `<b>${letters}</b>` })).toEqual([])
    expect(lintTelegramMessage({ html: `&amp;${letters}` })).toEqual(['message is too long: 4097 of 4096'])
    expect(lintTelegramMessage({ html: '<b> \n</b>' })).toEqual(['message text is empty'])
    expect(lintTelegramMessage({ html: 'x'.repeat(1025), kind: 'caption' })).toEqual([
      'message caption is too long: 1025 of 1024',
    ])
    expect(lintTelegramMessage({ html: '', kind: 'caption' })).toEqual([])
  })

  it.each([
    ['<b>oops', `can't parse entities: Can't find end tag corresponding to start tag "b"`],
    ['<b>x</i>', `can't parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`],
    ['é <h1>x</h1>', `can't parse entities: Unsupported start tag "h1" at byte offset 3`],
    ['1 < 2', `can't parse entities: Unclosed start tag at byte offset 2`],
    ['x</b>', `can't parse entities: Unexpected end tag at byte offset 1`],
    ['<span>x</span>', `can't parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0`],
  ])('refuses %s', (html, problem) => {
    expect(lintTelegramMessage({ html })).toEqual([problem])
  })

  it('counts the bytes of what a button carries, not its letters', () => {
    const data = (text: string) => lintTelegramMessage({ html: 'x', keyboard: new InlineKeyboard().text('Go', text) })
    expect(data('x'.repeat(64))).toEqual([])
    expect(data('é'.repeat(33))).toEqual(["BUTTON_DATA_INVALID: 'Go' carries 66 of 1-64 bytes"])
    expect(data('')).toEqual(["BUTTON_DATA_INVALID: 'Go' carries 0 of 1-64 bytes"])
  })

  it('refuses nameless buttons, too many of them, and links Telegram does not open', () => {
    const lint = (keyboard: InlineKeyboard) => lintTelegramMessage({ html: 'x', keyboard })
    expect(lint(new InlineKeyboard().text('', 'x'))).toEqual(['inline keyboard button text must be non-empty'])
    expect(lint(new InlineKeyboard().url('Open', 'http://localhost:3000/a'))).toEqual([
      "inline keyboard button URL 'http://localhost:3000/a' is invalid: Wrong HTTP URL",
    ])
    expect(lint(new InlineKeyboard().url('Open', 'http://127.0.0.1:3000/a'))).toEqual([])
    const rowOf = (count: number) => Array.from({ length: count }, () => ({ text: 'x', callback_data: 'x' }))
    expect(lint(new InlineKeyboard([rowOf(9)]))).toEqual(['reply markup is too long: 9 of 8 buttons in a row'])
    expect(lint(new InlineKeyboard(Array.from({ length: 13 }, () => rowOf(8))))).toEqual([
      'reply markup is too long: 104 of 100 buttons',
    ])
  })

  it('tells of a link that Telegram would silently drop', () => {
    expect(lintTelegramMessage({ html: '<a href="http://localhost/x">open</a>' })).toEqual([
      "link 'http://localhost/x' is dropped: wrong HTTP URL",
    ])
  })

  it('lets a toast have 200 letters', () => {
    expect(lintTelegramToast('x'.repeat(200))).toEqual([])
    expect(lintTelegramToast('x'.repeat(201))).toEqual(['MESSAGE_TOO_LONG: 201 of 200'])
  })

  it('reads tags into entities counted as Telegram counts, outer before inner', () => {
    expect(
      readTelegramHtml('😀<b>a<i>b</i></b> <a href="https://x.example/?a=1&amp;b=2">go</a> &#128512;&nbsp;'),
    ).toEqual({
      text: '😀ab go 😀&nbsp;',
      entities: [
        { type: 'bold', offset: 2, length: 2 },
        { type: 'italic', offset: 3, length: 1 },
        { type: 'text_link', offset: 5, length: 2, url: 'https://x.example/?a=1&b=2' },
      ],
      droppedLinks: [],
    })
  })
})
