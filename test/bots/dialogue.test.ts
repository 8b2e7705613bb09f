import { expect, test } from 'vitest'
import { continueDialogue, startDialogue } from '#bots/telegram/dialogue.ts'
import { writeToken } from '#src/cards/token.ts'
import { sql } from '#src/database/sql.ts'
import { formFor } from '#src/desk/press/press.ts'
import { onTelegram } from '#test/make.ts'
import { openShop } from '#test/orders/shop.ts'

const shop = await openShop()
const { app, meta, ann } = shop
await shop.openSale()
await meta.act.comment({ username: 'tilly', text: '2 black tilly@example.com', shortcode: '28yy9oRb9O', silent: true })
await sql(app.em.fork(), 'update sales set scraped_at = null')
app.ring('orders.scrape')
await shop.settle()
const by = onTelegram(ann)

test('a button under an older question answers nothing of the one that is open now', async () => {
  const { id } = await shop.order('tilly')
  const token = writeToken({ subject: 'order', verb: 'edit', id })
  const form = await formFor(app, token, by)
  if (!form) throw new Error('edit asks nothing')
  const first = await startDialogue(app as never, '-100', by, token, form)
  expect(first.field?.name).toBe('email')
  expect(await continueDialogue(app as never, '-100', by, '#0', 'reason')).toBeNull()
  const next = await continueDialogue(app as never, '-100', by, '.', 'email')
  expect(next?.field?.name).toBe('items')
  await continueDialogue(app as never, '-100', by, '3 black')
  expect(await shop.order('tilly')).toMatchObject({ email: 'tilly@example.com', items: { black: 3 } })
})
